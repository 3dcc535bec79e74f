package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tidegate demo}: {@code up} with a sale. */
@Command(
    name = "demo",
    description = "Starts the shop, runs a sale against it, checks it, and leaves it open.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class DemoCommand implements Callable<Integer> {

  private static final int NODES = 3;
  private static final Duration LAST_CHECKS = Duration.ofMinutes(3);

  @Spec private CommandSpec spec;
  @Mixin private UpOptions options;

  @Option(names = "--exit", description = "Stop the shop after the sale; 1 if a check failed.")
  private boolean exit;

  @Option(
      names = "--mixed",
      description = "Sell many articles to many customers until stopped, not one scarce article.")
  private boolean mixed;

  private final Wiring wiring;
  private volatile CountDownLatch running = new CountDownLatch(0);
  private volatile int code = ExitCode.OK;

  DemoCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var plan = UpCommand.plan(spec, options, NODES);
    var supervisor = new Supervisor(plan, wiring, Progress.ofThisProcess());
    var demoing = Thread.currentThread();
    try (var _ = new StopOnSignal(() -> stop(demoing, supervisor))) {
      var shop = supervisor.start();
      System.out.println("Tidegate is ready: " + shop.baseUrl());
      var watching = Thread.ofPlatform().daemon().name("watch").start(supervisor::watch);
      runDemo(supervisor, shop, plan.settings(DataFolder.nodeSettings(plan.data(), 1)));
      if (!exit) {
        watching.join();
      }
    } catch (InterruptedException _) {
      // By a signal: the shop is being stopped, and the process ends when that is done.
    }
    return code;
  }

  private void runDemo(Supervisor supervisor, LocalJson shop, Conf settings)
      throws InterruptedException {
    running = new CountDownLatch(1);
    try {
      code = wiring.demo().run(shop, settings, new Demo.Options(mixed));
    } finally {
      running.countDown();
      if (exit) {
        supervisor.stop();
      }
    }
  }

  /** A demo that runs until it is stopped still needs the shop to check what it did. */
  private int stop(Thread demoing, Supervisor supervisor) {
    demoing.interrupt();
    try {
      if (mixed && !running.await(LAST_CHECKS.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("The checks of the demo took too long and were left.");
        code = ExitCode.FAILED;
      }
    } catch (InterruptedException _) {
      // Whoever ends this thread, too, wants the shop to be stopped now.
    }
    supervisor.stop();
    return code;
  }
}
