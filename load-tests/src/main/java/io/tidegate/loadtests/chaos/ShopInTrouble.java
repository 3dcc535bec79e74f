package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.cluster.launch.LocalJson;
import io.tidegate.engine.EngineException;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.KafkaSettings;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.PostgresEngine;
import io.tidegate.engine.PostgresSettings;
import io.tidegate.engine.RunningKafka;
import io.tidegate.engine.RunningPostgres;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.shop.ShopUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Nodes as {@code ./tidegate up --restart} runs them, on a PostgreSQL and a Kafka that are this
 * process's own and that they reach through a {@link FaultProxy} alone.
 */
final class ShopInTrouble implements AutoCloseable {

  private static final Duration END_TIME = Duration.ofSeconds(10);
  private static final int STARTS_MAX = 5;

  private final PostgresSettings postgresSettings;
  private final KafkaSettings kafkaSettings;
  private final FaultProxy toPostgres;
  private final FaultProxy toKafka;
  private final Thread hook = new Thread(this::stop, "stop shop and engines");
  private RunningPostgres postgres;
  private RunningKafka kafka;
  private ShopUnderTest shop;

  private ShopInTrouble(Path folder) {
    var ports = FreePorts.find(4);
    postgresSettings =
        PostgresSettings.below(folder, ports.get(0), UUID.randomUUID().toString())
            .with("shared_buffers", "128MB");
    toPostgres = FaultProxy.before(ports.get(0));
    toKafka = FaultProxy.before(ports.get(3));
    kafkaSettings =
        KafkaSettings.below(folder, ports.get(1), ports.get(2))
            .behindProxy(ports.get(3), toKafka.port())
            // One broker has no replicas: what is only in memory when it is killed would be gone,
            // which is not what is looked for here.
            .with("log.flush.interval.messages", "1");
  }

  /** Starts everything and returns when it is ready. */
  static ShopInTrouble start(Path home, Path folder, int nodes) throws InterruptedException {
    var shop = new ShopInTrouble(folder);
    Runtime.getRuntime().addShutdownHook(shop.hook);
    try {
      shop.postgres = PostgresEngine.start(shop.postgresSettings);
      shop.kafka = KafkaEngine.start(shop.kafkaSettings);
      shop.shop =
          ShopUnderTest.start(
              home,
              folder.resolve("shop"),
              nodes,
              Map.of(
                  "TIDEGATE_POSTGRES_URI",
                  shop.uriThroughProxy(),
                  "TIDEGATE_KAFKA_BOOTSTRAP_SERVERS",
                  "127.0.0.1:" + shop.toKafka.port()),
              "--restart",
              "--restart-pause=2");
      return shop;
    } catch (RuntimeException | InterruptedException cause) {
      shop.close();
      throw cause;
    }
  }

  private String uriThroughProxy() {
    var direct = Database.of(postgres.uri());
    return new Database(
            direct.host(), toPostgres.port(), direct.user(), direct.password(), direct.name())
        .uri();
  }

  List<String> baseUrls() {
    return shop.baseUrls();
  }

  /** Where each node tells of itself. */
  List<String> managementUrls() {
    return shop.local().nodes().stream().map(LocalJson.Node::managementUrl).toList();
  }

  /** Whether every node says that it is ready; fails where the shop has ended by itself. */
  boolean allAreReady(HttpCalls http) throws InterruptedException {
    shop.requireAlive();
    for (var url : managementUrls()) {
      if (!http.isWell(url + "/health/ready")) {
        return false;
      }
    }
    return true;
  }

  Path signingKeys() {
    return shop.signingKeys();
  }

  /** The server itself, past the proxy. */
  String postgresUri() {
    return postgres.uri();
  }

  /** The broker itself, past the proxy. */
  String kafkaBootstrapServers() {
    return kafka.bootstrapServers();
  }

  FaultProxy toPostgres() {
    return toPostgres;
  }

  FaultProxy toKafka() {
    return toKafka;
  }

  /** Sends a signal to a node, counted from 1. */
  void signalNode(int node, String signal) {
    ProcessHandle.of(shop.nodePid(node - 1)).ifPresent(it -> LocalProcess.signal(it, signal));
  }

  /** Whether a node has a process at all. */
  boolean hasProcess(int node) {
    return ProcessHandle.of(shop.nodePid(node - 1)).filter(LocalProcess::isRunning).isPresent();
  }

  void killPostgres() {
    var processes = postgresProcesses();
    processes.forEach(it -> LocalProcess.signal(it, "KILL"));
    processes.forEach(ShopInTrouble::awaitEnd);
  }

  void startPostgres() {
    // Frees the folder of the one that was killed.
    postgres.stop();
    for (var start = 1; ; start++) {
      try {
        postgres = PostgresEngine.start(postgresSettings);
        return;
      } catch (EngineException cause) {
        if (start == STARTS_MAX) {
          throw cause;
        }
      }
    }
  }

  void signalPostgres(String signal) {
    postgresProcesses().forEach(it -> LocalProcess.signal(it, signal));
  }

  /** The one that makes the others comes first, so that it makes none meanwhile. */
  private List<ProcessHandle> postgresProcesses() {
    return Stream.concat(Stream.of(postgres.process()), postgres.process().descendants()).toList();
  }

  void killKafka() {
    LocalProcess.signal(kafka.process(), "KILL");
    awaitEnd(kafka.process());
  }

  void startKafka() {
    kafka.stop();
    kafka = KafkaEngine.start(kafkaSettings);
  }

  void signalKafka(String signal) {
    LocalProcess.signal(kafka.process(), signal);
  }

  private static void awaitEnd(ProcessHandle process) {
    if (!LocalProcess.ended(process, END_TIME)) {
      throw new LaunchException("Process " + process.pid() + " was killed and goes on.");
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This JVM is ending, and the hook stops everything as well.
    }
  }

  /** Nodes, Kafka, PostgreSQL, whatever state they are in. */
  private synchronized void stop() {
    toPostgres.heal();
    toKafka.heal();
    var steps = new ArrayList<Runnable>();
    if (shop != null) {
      steps.add(shop::close);
    }
    if (kafka != null) {
      steps.add(kafka::stop);
    }
    if (postgres != null) {
      steps.add(postgres::stop);
    }
    steps.add(toKafka::close);
    steps.add(toPostgres::close);
    steps.forEach(Runnable::run);
  }
}
