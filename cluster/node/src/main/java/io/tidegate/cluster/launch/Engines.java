package io.tidegate.cluster.launch;

import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.KafkaSettings;
import io.tidegate.engine.PostgresEngine;
import io.tidegate.engine.PostgresSettings;
import io.tidegate.platform.conf.Conf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * The engines of a shop: our own, unless the settings point at others.
 *
 * @param embedded PostgreSQL before Kafka, as far as they are ours
 */
record Engines(String postgresUri, String kafkaBootstrapServers, List<EmbeddedEngine> embedded) {

  static final String POSTGRES = "PostgreSQL";
  static final String KAFKA = "Kafka";

  static Engines of(Conf conf, DataFolder folder, Secrets secrets, Ports ports) {
    var embedded = new ArrayList<EmbeddedEngine>();
    var postgresUri = conf.section("postgres").textOrNull("uri");
    if (postgresUri == null) {
      var settings = postgres(conf, folder, secrets, ports);
      postgresUri =
          "postgresql://tidegate:%s@127.0.0.1:%d/tidegate"
              .formatted(secrets.postgresPassword(), ports.postgres());
      embedded.add(
          new EmbeddedEngine(POSTGRES, settings.logFile(), () -> PostgresEngine.start(settings)));
    }
    var kafka = conf.section("kafka").textOrNull("bootstrapServers");
    if (kafka == null) {
      var settings =
          new KafkaSettings(
              folder.kafka(),
              folder.log("kafka"),
              ports.kafka(),
              ports.kafkaController(),
              java.util.Map.of());
      kafka = "127.0.0.1:" + ports.kafka();
      embedded.add(
          new EmbeddedEngine(KAFKA, settings.logFile(), () -> KafkaEngine.start(settings)));
    }
    return new Engines(postgresUri, kafka, List.copyOf(embedded));
  }

  private static PostgresSettings postgres(
      Conf conf, DataFolder folder, Secrets secrets, Ports ports) {
    return new PostgresSettings(
            folder.postgres(),
            folder.engines(),
            folder.log("postgres"),
            ports.postgres(),
            secrets.postgresPassword(),
            java.util.Map.of())
        .with("shared_buffers", sharedBuffers(conf.section("postgres")));
  }

  private static String sharedBuffers(Conf.Section postgres) {
    var size = postgres.text("sharedBuffers");
    if (!size.matches("[1-9][0-9]{0,5}(kB|MB|GB)")) {
      throw postgres.wrong("sharedBuffers", size, "a size such as 256MB");
    }
    return size;
  }

  /** Starts all of ours at once and returns when every one serves. */
  void start() {
    try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = embedded.stream().map(engine -> starters.submit(engine::start)).toList();
      for (var start : starts) {
        start.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LaunchException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("Interrupted while the engines started.", e);
    }
  }

  /** Kafka first: while PostgreSQL is there, nothing that Kafka hands over is lost. */
  void stop() {
    embedded.reversed().forEach(EmbeddedEngine::stop);
  }

  /** The process id of the engine of that name; null where it is not ours or does not run. */
  Long pid(String name) {
    return embedded.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .flatMap(EmbeddedEngine::pid)
        .orElse(null);
  }
}
