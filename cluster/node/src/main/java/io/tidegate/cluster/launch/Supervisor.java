package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Starts a shop, looks after its processes and stops it in order: nodes, Kafka, PostgreSQL. {@link
 * #stop} may come from any thread at any time and returns when nothing is left running.
 */
final class Supervisor {

  private static final Duration READY_TIME = Duration.ofMinutes(2);
  private static final Duration DRAIN_TIME = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final LaunchPlan plan;
  private final Wiring wiring;
  private final Progress progress;
  private final WarmStart warmStart;
  private final Watch watch;

  /** Held while processes are started or stopped: a stop must not overlook one that just starts. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile boolean stopping;
  private DataFolder folder;
  private Secrets secrets;
  private Engines engines;
  private List<NodeProcess> nodes = List.of();

  Supervisor(LaunchPlan plan, Wiring wiring, Progress progress) {
    this(plan, wiring, progress, new WarmStart.From(AotCache.ofThisBuild()));
  }

  Supervisor(LaunchPlan plan, Wiring wiring, Progress progress, WarmStart warmStart) {
    this.plan = plan;
    this.wiring = wiring;
    this.progress = progress;
    this.warmStart = warmStart;
    this.watch = new Watch(plan.restart(), plan.restartPauseMax(), this::startAgain, System.err);
  }

  /**
   * Returns when every node is ready; if a step fails, what was started so far is stopped again.
   */
  LocalJson start() {
    changing.lock();
    try {
      folder = DataFolder.open(plan.data());
      progress.during("Ending what an earlier run left behind", () -> LeftOvers.end(folder));
      var ports = Ports.reserve(plan);
      var conf = plan.settings();
      if (plan.fresh()) {
        folder.clear();
      }
      plan(conf, ports);
      startEngines(conf);
      startNodes();
      return writeLocalJson();
    } catch (RuntimeException e) {
      stopAll();
      throw e;
    } finally {
      changing.unlock();
    }
  }

  /** Looks after the processes on this thread until somebody stops the shop. */
  void watch() {
    watch.run();
  }

  /** Stops everything; stopping twice does nothing. */
  void stop() {
    stopping = true;
    watch.end();
    changing.lock();
    try {
      progress.during("Stopping", this::stopAll);
    } finally {
      changing.unlock();
    }
  }

  /** Everything that can be wrong without anything running is found here. */
  private void plan(Conf conf, Ports ports) {
    secrets = Secrets.of(folder.secrets());
    engines = Engines.of(conf, folder, secrets, ports);
    var settings = new NodeSettings(conf, folder, secrets, engines, ports.cluster());
    var heap = NodeJvm.heap(conf);
    nodes =
        IntStream.rangeClosed(1, plan.nodes())
            .mapToObj(index -> NodeAddress.of(plan, ports, index))
            .map(
                address ->
                    new NodeProcess(
                        address,
                        plan,
                        folder,
                        wiring.nodeMain(),
                        Stream.concat(
                                heap.stream(), warmStart.flags(conf, address.index()).stream())
                            .toList()))
            .toList();
    for (var node : nodes) {
      var own = folder.nodeSettings(node.address().index());
      PrivateFile.write(own, settings.of(node.address()));
      wiring.bootstrap().check(plan.settings(own));
    }
  }

  private void startEngines(Conf conf) {
    progress.during("Starting PostgreSQL and Kafka", engines::start);
    engines.embedded().forEach(watch::over);
    requireNotStopping();
    var surroundings =
        new Bootstrap.Surroundings(
            conf,
            engines.postgresUri(),
            secrets.domainPasswords(),
            engines.kafkaBootstrapServers(),
            Map.of());
    progress.during(
        "Preparing database and topics", () -> wiring.bootstrap().prepare(surroundings));
    requireNotStopping();
  }

  private void startNodes() {
    nodes.forEach(NodeProcess::start);
    progress.during(
        nodes.size() == 1 ? "Starting the node" : "Starting " + nodes.size() + " nodes",
        this::awaitReady);
    nodes.forEach(watch::over);
  }

  private void awaitReady() {
    var deadline = System.nanoTime() + READY_TIME.toNanos();
    try (var readiness = new Readiness()) {
      for (var node : nodes) {
        while (!readiness.isReady(node.address().managementUrl())) {
          requireNotStopping();
          requireAlive();
          if (System.nanoTime() > deadline) {
            throw notReady(node, "is not ready after " + READY_TIME.toSeconds() + " s");
          }
          node.ended(LOOK_AGAIN);
        }
      }
    }
  }

  private void requireAlive() {
    for (var node : nodes) {
      if (node.ended(Duration.ZERO)) {
        throw notReady(node, "ended before it was ready");
      }
    }
  }

  private static LaunchException notReady(NodeProcess node, String what) {
    return new LaunchException(
        "%s %s. The end of %s:\n%s"
            .formatted(node.name(), what, node.logFile(), node.logTail(Watch.TAIL_LINES)));
  }

  private void requireNotStopping() {
    if (stopping) {
      throw new LaunchException("Stopped before the shop was ready.");
    }
  }

  private void startAgain(Child child) {
    changing.lock();
    try {
      requireNotStopping();
      child.start();
      describeAgain();
    } finally {
      changing.unlock();
    }
  }

  /** What runs is not started anew because there is no room to say so; the next start says it. */
  private void describeAgain() {
    try {
      writeLocalJson();
    } catch (LaunchException e) {
      progress.say(e.getMessage());
    }
  }

  private LocalJson writeLocalJson() {
    var entrance =
        nodes.stream()
            .map(NodeProcess::address)
            .filter(address -> address.roles().contains(Role.GATEWAY))
            .findFirst()
            .orElseThrow();
    var local =
        new LocalJson(
            entrance.baseUrl(),
            entrance.managementUrl(),
            ProcessHandle.current().pid(),
            nodes.stream().map(NodeProcess::described).toList(),
            secrets.admin(),
            secrets.ops(),
            secrets.service(),
            new LocalJson.Postgres(engines.postgresUri(), engines.pid(Engines.POSTGRES)),
            new LocalJson.Kafka(engines.kafkaBootstrapServers(), engines.pid(Engines.KAFKA)));
    PrivateFile.write(folder.localJson(), local);
    return local;
  }

  private void stopAll() {
    if (folder == null) {
      return;
    }
    try (var _ = folder) {
      stopNodes();
      if (engines != null) {
        engines.stop();
      }
      Files.deleteIfExists(folder.localJson());
    } catch (IOException e) {
      throw new LaunchException("Cannot delete %s (%s).".formatted(folder.localJson(), e), e);
    } finally {
      folder = null;
    }
  }

  private void stopNodes() {
    nodes.forEach(NodeProcess::terminate);
    var patience = DRAIN_TIME.plus(warmStart.writing());
    var deadline = System.nanoTime() + patience.toNanos();
    for (var node : nodes) {
      var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!node.endsWithin(left)) {
        progress.say(
            node.name() + " did not drain within " + patience.toSeconds() + " s and was killed.");
      }
    }
  }
}
