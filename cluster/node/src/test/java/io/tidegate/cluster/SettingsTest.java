package io.tidegate.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.launch.Bootstrap.Surroundings;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.conf.ConfException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting is found before anything is started, and named. */
class SettingsTest {

  private static final Path CONF = Path.of(System.getProperty("tidegate.root"), "conf");

  @Test
  void takesTheDefaultsWithWhatOnlyTheLauncherKnows() {
    Settings.check(conf(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "node.port, 70000",
    "node.roles, '[\"gatway\"]'",
    "cluster.members, []",
    "kafka.partitions, 0",
    "platform.leaseTermMs, -1",
    "platform.breakerFaultsMin, many",
    "platform.internalTokenSecret, short",
    "gateway.slots, 0",
    "identity.hashThreads, 0",
    "catalog.slots, 65",
    "inventory.inFlightMax, 1.5",
    "order.zone, Mars/Base",
    "order.writeUri, nonsense",
    "delivery.dispatchBatchMax, 0",
    "delivery.poolSizeMax, 0",
    "postgres.statementTimeoutMs, 0",
  })
  void namesTheSettingThatIsWrong(String setting, String value) {
    var conf = conf(Map.of(variable(setting), value));

    var refused = assertThrows(ConfException.class, () -> Settings.check(conf));

    assertTrue(refused.getMessage().contains(setting), refused.getMessage());
  }

  @Test
  void keepsASecretThatIsWrongToItself() {
    var conf = conf(Map.of("TIDEGATE_ORDER_WRITE_URI", "postgresql//me:hunter2@db/shop"));

    var refused = assertThrows(ConfException.class, () -> Settings.check(conf));

    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void namesTheSettingOfADatabaseThatIsNotThere() {
    var nowhere = "postgresql://me:secret@127.0.0.1:1/shop";
    var surroundings =
        new Surroundings(Conf.load(CONF, List.of(), Map.of()), nowhere, Map.of(), "", Map.of());

    var failed =
        assertThrows(LaunchException.class, () -> new ShopBootstrap().prepare(surroundings));

    assertTrue(failed.getMessage().contains("postgres.uri"), failed.getMessage());
    assertFalse(failed.getMessage().contains("secret"), failed.getMessage());
  }

  /** The defaults, what a node must be told, and the environment over both. */
  private static Conf conf(Map<String, String> environment) {
    var all = new HashMap<>(enough());
    all.putAll(environment);
    return Conf.load(CONF, List.of(), all);
  }

  /** An environment with all that a node must be told. */
  static Map<String, String> enough() {
    var all = new HashMap<String, String>();
    all.put("TIDEGATE_NODE_NODE_ID", "node-1");
    all.put("TIDEGATE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
    all.put("TIDEGATE_PLATFORM_INTERNAL_TOKEN_SECRET", "s".repeat(32));
    all.put("TIDEGATE_IDENTITY_SIGNING_KEYS_FILE", "keys.json");
    for (var domain : Modules.aggregateIdTypes().keySet()) {
      all.put(variable(domain + ".writeUri"), "postgresql://me:secret@127.0.0.1:5432/shop");
      all.put(variable(domain + ".readUri"), "postgresql://me:secret@127.0.0.1:5432/shop");
    }
    return all;
  }

  private static String variable(String setting) {
    return "TIDEGATE_"
        + setting
            .replaceAll("([a-z])([A-Z])", "$1_$2")
            .replace('.', '_')
            .toUpperCase(java.util.Locale.ROOT);
  }
}
