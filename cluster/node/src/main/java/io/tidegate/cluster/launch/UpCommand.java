package io.tidegate.cluster.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidegate up}. */
@Command(
    name = "up",
    description = "Runs the shop on this machine until Ctrl-C.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class UpCommand implements Callable<Integer> {

  private static final int NODES = 1;

  @Spec private CommandSpec spec;
  @Mixin private UpOptions options;
  private final Wiring wiring;

  UpCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var supervisor = new Supervisor(plan(spec, options, NODES), wiring, Progress.ofThisProcess());
    try (var _ = new StopOnSignal(() -> stop(supervisor))) {
      var shop = supervisor.start();
      System.out.println("Tidegate is ready: " + shop.baseUrl());
      supervisor.watch();
    }
    return ExitCode.OK;
  }

  private static int stop(Supervisor supervisor) {
    supervisor.stop();
    return ExitCode.OK;
  }

  /** Options that make no sense are wrong usage, like a misspelt one. */
  static LaunchPlan plan(CommandSpec spec, UpOptions options, int nodesByDefault) {
    try {
      return options.plan(nodesByDefault);
    } catch (LaunchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
