package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.conf.ConfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WarmStartTest {

  /** What a node has at most, and that it ends rather than limp on when that is used up. */
  private static final List<String> NODE =
      List.of("-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

  @TempDir Path folder;

  @Test
  void startsNodesFromTheCacheUnlessTheSettingsForbidIt() throws Exception {
    var cache = new AotCache(Files.createFile(folder.resolve("node.aot")), "node.jar");
    var warmStart = new WarmStart.From(Optional.of(cache));

    assertEquals(cache.use(), warmStart.flags(conf(Map.of()), 2));
    assertEquals(List.of(), warmStart.flags(conf(Map.of("TIDEGATE_NODE_WARM_START", "false")), 2));
  }

  @Test
  void givesItsFlagsToTheNodesProcess() throws Exception {
    var home = TestPlan.homeWithOutsideEngines(folder.resolve("home"));
    var cache = new AotCache(Files.createFile(folder.resolve("node.aot")), "node.jar");
    var supervisor =
        new Supervisor(
            TestPlan.of(home, folder.resolve("data"), 1),
            TestPlan.WIRING,
            new Progress(System.err, false),
            new WarmStart.From(Optional.of(cache)));
    try {
      // A file that is no cache is of no harm either.
      var node = ProcessHandle.of(supervisor.start().nodes().getFirst().pid()).orElseThrow();

      var flags = List.of(node.info().arguments().orElseThrow());
      assertTrue(flags.containsAll(cache.use()), flags.toString());
      assertTrue(flags.containsAll(NODE), flags.toString());
    } finally {
      supervisor.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TIDEGATE_POSTGRES_URI, postgres.uri",
    "TIDEGATE_KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers",
    "TIDEGATE_ORDER_WRITE_URI, order.writeUri",
    "TIDEGATE_CATALOG_READ_URI, catalog.readUri",
  })
  void isNeverLearntWithTheDataOfOthers(String variable, String setting) {
    var conf = conf(Map.of(variable, "their-server"));

    var refused = assertThrows(ConfException.class, () -> WarmCommand.requireNothingOfOthers(conf));

    assertTrue(refused.getMessage().contains(setting), refused.getMessage());
  }

  @Test
  void isLearntWithTheSettingsThatThereAre() {
    WarmCommand.requireNothingOfOthers(conf(Map.of()));
  }

  private static Conf conf(Map<String, String> environment) {
    return Conf.load(TestPlan.HOME.resolve("conf"), List.of(), environment);
  }
}
