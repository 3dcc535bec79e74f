package io.tidegate.loadtests.bench;

import io.tidegate.cluster.launch.AddedCommand;
import io.tidegate.loadtests.bench.report.PriceReport;
import io.tidegate.loadtests.bench.report.Report;
import io.tidegate.loadtests.bench.shop.Articles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidegate bench}. */
@Command(
    name = "bench",
    description = "Measures the shop beside what people would pick instead.",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100)
public final class BenchCommand implements AddedCommand, Callable<Integer> {

  private static final int HISTORY_ORDERS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often everything is measured; medians are shown (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each measurement takes (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "120",
      description = "Seconds of load before anything is measured (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description = "Only some of: ${COMPLETION-CANDIDATES}; comma-separated (everything).",
      completionCandidates = Words.class)
  private String only;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "Nodes of the shop that is measured (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "256",
      description = "Connections to the shop (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--skus",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Articles on the shelves where more than one is sold (${DEFAULT-VALUE}).")
  private int articles;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and data go (target/bench in the folder of this script).")
  private Path out;

  @Option(names = "--long", description = "Also what a million orders in the books change.")
  private boolean history;

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description = {
        "Another checkout of Tidegate, built: what an order costs in CPU here and there,",
        "instead of all the rest."
      })
  private Path against;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "7",
      description = "With --against: how often both are measured (${DEFAULT-VALUE}).")
  private int pairs;

  /** The topics as the help shows them. */
  static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Words() {
      super(Arrays.stream(Topic.values()).map(Topic::word).toList());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var plan = plan();
    return against == null ? compare(plan) : compare(plan, against.toAbsolutePath().normalize());
  }

  private static int compare(BenchPlan plan) throws InterruptedException {
    var results = new Bench(plan, new Narration(System.err)).run();
    Report.write(results, plan.out());
    System.out.print(Report.text(results));
    System.out.println("Written to " + plan.out());
    return results.broken().isEmpty() ? 0 : 1;
  }

  private int compare(BenchPlan plan, Path other) throws InterruptedException {
    var results = new Against(plan, other, pairs, new Narration(System.err)).run();
    PriceReport.write(results, plan.out());
    System.out.print(PriceReport.text(results));
    System.out.println("Written to " + plan.out());
    return results.broken().isEmpty() ? 0 : 1;
  }

  private BenchPlan plan() {
    var home = Path.of(System.getProperty("tidegate.home", "")).toAbsolutePath().normalize();
    require(rounds >= 1 && rounds <= 100, "--rounds must be between 1 and 100.");
    require(pairs >= 1 && pairs <= 100, "--pairs must be between 1 and 100.");
    require(against == null || (only == null && !history), "--against measures nothing else.");
    require(seconds >= 1 && seconds <= 600, "--seconds must be between 1 and 600.");
    require(warmUp >= 1 && warmUp <= 600, "--warm-up must be between 1 and 600.");
    require(nodes >= 1 && nodes <= 8, "--nodes must be between 1 and 8.");
    require(articles >= 20 && articles <= Articles.MAX, "--skus must be 20 to 99999.");
    require(connections >= 1 && connections <= 10_000, "--connections must be 1 to 10000.");
    return new BenchPlan(
        home,
        (out == null ? home.resolve("target/bench") : out).toAbsolutePath().normalize(),
        topics(),
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        nodes,
        connections,
        articles,
        HISTORY_ORDERS,
        "./tidegate "
            + String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs()));
  }

  private Set<Topic> topics() {
    var all = EnumSet.allOf(Topic.class);
    try {
      var topics = only == null ? all : Topic.parse(only);
      if (!history) {
        require(only == null || !topics.contains(Topic.HISTORY), "history takes long: add --long.");
        topics.remove(Topic.HISTORY);
      }
      return topics;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
