package io.tidegate.cluster.launch;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.backup.Queued;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.order.OrderConfig;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A shop without nodes: its data folder, held, and its engines, which run until this is closed. May
 * be closed by any thread, more than once.
 */
final class StoppedShop implements AutoCloseable {

  private final DataFolder folder;
  private final boolean made;
  private final Conf conf;
  private final Secrets secrets;
  private final Engines engines;
  private boolean kept;
  private boolean closed;

  private StoppedShop(DataFolder folder, boolean made) {
    this.folder = folder;
    this.made = made;
    this.conf = UpOptions.settings(UpOptions.home());
    this.secrets = Secrets.of(folder.secrets());
    this.engines = Engines.of(conf, folder, secrets, Ports.ofEngines());
  }

  /** Starts the engines of one that is there. */
  static StoppedShop open(Path data) {
    if (!isShop(data)) {
      throw new LaunchException("There is no shop in %s.".formatted(data));
    }
    return start(data, false);
  }

  /**
   * Makes one, which is deleted again by closing it unless it was said to be {@link #keep kept}.
   */
  static StoppedShop make(Path data) {
    if (isShop(data)) {
      throw new LaunchException(
          "There is a shop in %s already: choose another folder with --data.".formatted(data));
    }
    return start(data, true);
  }

  private static boolean isShop(Path data) {
    return Files.exists(DataFolder.secrets(data));
  }

  private static StoppedShop start(Path data, boolean made) {
    var folder = DataFolder.open(data);
    StoppedShop shop = null;
    try {
      LeftOvers.end(folder);
      shop = new StoppedShop(folder, made);
      shop.engines.start();
      return shop;
    } catch (RuntimeException e) {
      if (shop == null) {
        folder.close();
      } else {
        shop.close();
      }
      throw e;
    }
  }

  /** What was made is good. */
  synchronized void keep() {
    kept = true;
  }

  PostgresLogin login() {
    return PostgresLogin.of("postgres.uri", engines.postgresUri());
  }

  KafkaConfig kafka() {
    return KafkaConfig.from(conf.section("kafka"), engines.kafkaBootstrapServers());
  }

  /** What whoever starts it must know of the events that wait, if anything. */
  Optional<String> warning(Queued queued) {
    return queued.warning(OrderConfig.from(conf.section(OrderApi.ROLE)).outboxEventsMax());
  }

  /** What a bootstrap works on, with tables at these versions; all the newest where it is empty. */
  Bootstrap.Surroundings surroundings(Map<String, String> schemaVersions) {
    return new Bootstrap.Surroundings(
        conf,
        engines.postgresUri(),
        secrets.domainPasswords(),
        engines.kafkaBootstrapServers(),
        schemaVersions);
  }

  /** Fails where domains have databases of their own: one snapshot cannot span several. */
  void requireOneDatabase() {
    for (var domain : Role.domains()) {
      if (conf.section(domain.word()).textOrNull("writeUri") != null) {
        throw new LaunchException(
            "The setting %s.writeUri gives the domain a database of its own; this needs all of them in one."
                .formatted(domain.word()));
      }
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (var _ = folder) {
      engines.stop();
      if (made && !kept) {
        folder.clear();
      }
    }
  }
}
