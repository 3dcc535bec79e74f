package io.tidegate.cluster.launch;

import io.tidegate.engine.FolderTree;
import io.tidegate.engine.FreePorts;
import io.tidegate.platform.conf.Conf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code ./tidegate warm}: makes the {@link AotCache} of this build. */
@Command(
    name = "warm",
    description =
        "Runs a shop that is thrown away, and keeps what its JVM has learnt for the next nodes.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class WarmCommand implements Callable<Integer> {

  private static final int NODES = 1;
  private static final Duration LEAVING_TIME = Duration.ofSeconds(10);

  private final Wiring wiring;
  private final Progress progress = Progress.ofThisProcess();
  private final CountDownLatch done = new CountDownLatch(1);

  WarmCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var cache =
        AotCache.ofThisBuild()
            .orElseThrow(
                () -> new LaunchException("Only what was built by ./tidegate can be warmed up."));
    var plan = plan(temporaryFolder());
    var recording = plan.data().resolve("node.recording");
    var supervisor = new Supervisor(plan, wiring, progress, new WarmStart.Recording(recording));
    var learning = Thread.currentThread();
    try (var _ = new StopOnSignal(() -> stop(learning, supervisor))) {
      return learnAndKeep(supervisor, plan, cache, recording);
    } catch (InterruptedException _) {
      // By a signal: the process ends when the shop is stopped and its folder is gone.
      return ExitCode.OK;
    }
  }

  private int learnAndKeep(Supervisor supervisor, LaunchPlan plan, AotCache cache, Path recording)
      throws InterruptedException {
    try {
      requireNothingOfOthers(plan.settings());
      return learn(supervisor, plan) ? keep(cache, recording) : ExitCode.FAILED;
    } finally {
      delete(plan.data());
      done.countDown();
    }
  }

  private boolean learn(Supervisor supervisor, LaunchPlan plan) throws InterruptedException {
    var shop = supervisor.start();
    try {
      var settings = plan.settings(DataFolder.nodeSettings(plan.data(), 1));
      return wiring.demo().run(shop, settings, new Demo.Options(false)) == ExitCode.OK;
    } finally {
      // Its node writes its recording now.
      supervisor.stop();
    }
  }

  private static int keep(AotCache cache, Path recording) throws InterruptedException {
    var log = recording.resolveSibling("cache.log");
    System.err.println("Keeping what the node has learnt …");
    cache.make(recording, log);
    System.out.printf(
        Locale.ROOT,
        "The next nodes of this build start warm, from %s (%d MB).%n",
        cache.file(),
        size(cache.file()) >> 20);
    return ExitCode.OK;
  }

  private static LaunchPlan plan(Path folder) {
    var ports = FreePorts.find(2);
    var roles = LaunchPlan.roles(NODES, List.of());
    var home = UpOptions.home();
    return new LaunchPlan(
        home, folder, ports.get(0), ports.get(1), roles, false, false, RestartPause.LONGEST);
  }

  /** What is sold here is thrown away, and so must be where it is written. */
  static void requireNothingOfOthers(Conf conf) {
    requireNull(conf.section("postgres"), "uri");
    requireNull(conf.section("kafka"), "bootstrapServers");
    for (var domain : Role.domains()) {
      requireNull(conf.section(domain.word()), "writeUri");
      requireNull(conf.section(domain.word()), "readUri");
    }
  }

  private static void requireNull(Conf.Section section, String key) {
    if (section.textOrNull(key) != null) {
      throw section.wrong(key, "set", "null for a shop that is thrown away");
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("tidegate-warm");
    } catch (IOException e) {
      throw new LaunchException("There is no room for a shop (%s).".formatted(e), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new LaunchException("Cannot read %s (%s).".formatted(file, e), e);
    }
  }

  private static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new LaunchException("Cannot delete %s (%s).".formatted(folder, e), e);
    }
  }

  private int stop(Thread learning, Supervisor supervisor) {
    learning.interrupt();
    supervisor.stop();
    try {
      if (!done.await(LEAVING_TIME.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("The folder of the shop may be left over.");
        return ExitCode.FAILED;
      }
    } catch (InterruptedException _) {
      // Whoever ends this thread, too, does not care what is left.
    }
    return ExitCode.OK;
  }
}
