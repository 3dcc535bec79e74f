package io.tidegate.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a Kafka broker needs to be told.
 *
 * @param directory the broker's own folder; what it keeps is in its {@code data} folder
 * @param port for clients, on 127.0.0.1, free at start; may differ from start to start
 * @param controllerPort for the broker itself, the same rules
 * @param settings broker settings by name that win over the engine's own
 */
public record KafkaSettings(
    Path directory, Path logFile, int port, int controllerPort, Map<String, String> settings) {

  public KafkaSettings {
    directory = directory.toAbsolutePath().normalize();
    logFile = logFile.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
  }

  /** Everything below one folder: {@code kafka}, {@code logs}. */
  public static KafkaSettings below(Path folder, int port, int controllerPort) {
    return new KafkaSettings(
        folder.resolve("kafka"), folder.resolve("logs/kafka.log"), port, controllerPort, Map.of());
  }

  /** The same with one more broker setting. */
  public KafkaSettings with(String name, String value) {
    var more = new HashMap<>(settings);
    more.put(name, value);
    return new KafkaSettings(directory, logFile, port, controllerPort, more);
  }

  /**
   * A broker whose clients can only come through a proxy before that port of it: what it tells them
   * about itself is the proxy's address. Its own doings do not pass through the proxy.
   */
  public KafkaSettings behindProxy(int listenerPort, int proxyPort) {
    var inner = "127.0.0.1:" + port;
    return with(
            "listeners",
            "PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d,PROXY://127.0.0.1:%d"
                .formatted(inner, controllerPort, listenerPort))
        .with(
            "advertised.listeners",
            "PLAINTEXT://%s,PROXY://127.0.0.1:%d".formatted(inner, proxyPort))
        .with(
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXY:PLAINTEXT");
  }
}
