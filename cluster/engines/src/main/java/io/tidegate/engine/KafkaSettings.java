package io.tidegate.engine;

import java.nio.file.Path;

/**
 * What a Kafka broker needs to be told.
 *
 * @param directory the broker's own folder; what it keeps is in its {@code data} folder
 * @param port for clients, on 127.0.0.1, free at start; may differ from start to start
 * @param controllerPort for the broker itself, the same rules
 */
public record KafkaSettings(Path directory, Path logFile, int port, int controllerPort) {

  public KafkaSettings {
    directory = directory.toAbsolutePath().normalize();
    logFile = logFile.toAbsolutePath().normalize();
  }

  /** Everything below one folder: {@code kafka}, {@code logs}. */
  public static KafkaSettings below(Path folder, int port, int controllerPort) {
    return new KafkaSettings(
        folder.resolve("kafka"), folder.resolve("logs/kafka.log"), port, controllerPort);
  }
}
