package io.tidegate.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The broker's process: formats its folder at the first start, serves until SIGTERM, then stops in
 * order. Its one argument is the file with its settings. Beside its log folder it makes a file once
 * it has started.
 */
public final class KafkaBroker {

  static final String READY_FILE = "broker.ready";

  private KafkaBroker() {}

  public static void main(String[] arguments) throws Exception {
    var properties = new Properties();
    try (var input = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(input);
    }
    var log = Path.of(properties.getProperty("log.dirs"));
    if (!Files.exists(log.resolve("meta.properties"))) {
      format(log);
    }
    var server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, log), "stop"));
    server.startup();
    Files.createFile(log.resolveSibling(READY_FILE));
    server.awaitShutdown();
  }

  private static void format(Path log) throws Exception {
    Files.createDirectories(log);
    new Formatter()
        .setPrintStream(System.out)
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setDirectories(List.of(log.toString()))
        .setMetadataLogDirectory(log.toString())
        .setControllerListenerName("CONTROLLER")
        .setIgnoreFormatted(true)
        .run();
  }

  private static void stop(KafkaRaftServer server, Path log) {
    server.shutdown();
    server.awaitShutdown();
    try {
      Files.deleteIfExists(log.resolveSibling(READY_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
