package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.launch.AddedCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidegate chaos}. */
@Command(
    name = "chaos",
    description =
        "Breaks a shop of its own by a schedule, under load, and holds it to its promises.",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100)
public final class ChaosCommand implements AddedCommand, Callable<Integer> {

  /** Tokens are good for an hour, and the customers do not renew theirs. */
  private static final int MINUTES_MAX = 45;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same schedule of faults (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How long faults begin (${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--only",
      paramLabel = "FAULTS",
      description = "Only some of: ${COMPLETION-CANDIDATES}; comma-separated (everything).",
      completionCandidates = Words.class)
  private String only;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where verdict, ledger and data go (target/chaos in the folder of this script).")
  private Path out;

  /** The faults as the help shows them. */
  static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Words() {
      super(Arrays.stream(FaultKind.values()).map(FaultKind::word).toList());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var plan = plan();
    var verdict = new Chaos(plan, System.err).run();
    VerdictFiles.write(verdict, plan.out());
    System.out.print(VerdictFiles.markdown(verdict));
    System.out.println("Written to " + plan.out());
    System.out.println(verdict.line());
    return verdict.passed() ? 0 : 1;
  }

  private ChaosPlan plan() {
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw wrong("--minutes must be between 1 and " + MINUTES_MAX + ".");
    }
    var home = Path.of(System.getProperty("tidegate.home", "")).toAbsolutePath().normalize();
    return new ChaosPlan(
        home,
        (out == null ? home.resolve("target/chaos") : out).toAbsolutePath().normalize(),
        seed,
        Duration.ofMinutes(minutes),
        kinds(),
        "./tidegate "
            + String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs()));
  }

  private List<FaultKind> kinds() {
    try {
      return only == null ? List.of(FaultKind.values()) : FaultKind.parse(only);
    } catch (IllegalArgumentException cause) {
      var wrong = wrong(cause.getMessage());
      wrong.initCause(cause);
      throw wrong;
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
