package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.engine.LocalProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SupervisorTest {

  @TempDir Path folder;

  @Test
  void startsEnginesAndNodesAndADeadEngineAgainAndLeavesNothingBehind() {
    var supervisor = supervisor(TestPlan.restarting(TestPlan.of(data(), 2)));
    LocalJson shop;
    try {
      var before = supervisor.start();
      assertEquals(2, before.nodes().size());
      assertTrue(allRunning(before), "not everything runs: " + before);
      Thread.ofPlatform().daemon().start(supervisor::watch);

      ProcessHandle.of(before.postgres().pid()).orElseThrow().destroyForcibly();

      await(() -> !local().postgres().pid().equals(before.postgres().pid()));
      shop = local();
      assertEquals(before.postgres().uri(), shop.postgres().uri());
      assertTrue(allRunning(shop), "not everything runs: " + shop);
    } finally {
      supervisor.stop();
    }

    assertFalse(anyRunning(shop), "something is left over: " + shop);
    assertFalse(Files.exists(data().resolve("local.json")));
  }

  @Test
  void startsNoEngineThatTheSettingsPlaceElsewhere() throws Exception {
    var supervisor = supervisor(withOutsideEngines());
    try {
      var shop = supervisor.start();

      assertNull(shop.postgres().pid());
      assertEquals("kafka.example:9092", shop.kafka().bootstrapServers());
      assertFalse(Files.exists(data().resolve("postgres")), "an engine was started");
    } finally {
      supervisor.stop();
    }
  }

  @Test
  void tellsANodeWhereItsDatabaseIs() throws Exception {
    var supervisor = supervisor(withOutsideEngines());
    try {
      supervisor.start();
      var settings = PrivateFile.read(data().resolve("run/node-1.json"), JsonNode.class);

      var uri = URI.create(settings.at("/order/writeUri").asText());

      assertEquals("db.example", uri.getHost());
      assertTrue(uri.getUserInfo().startsWith("tidegate_order:"), uri.toString());
    } finally {
      supervisor.stop();
    }
  }

  @Test
  void writesWhatScriptsNeedForItsOwnerOnly() throws Exception {
    var supervisor = supervisor(withOutsideEngines());
    try {
      var shop = supervisor.start();
      var file = data().resolve("local.json");

      var read = PrivateFile.read(file, LocalJson.class);

      assertEquals(shop, read);
      assertEquals(ProcessHandle.current().pid(), read.pid());
      for (var secret : new String[] {"local.json", "secrets.json", "run/node-1.json"}) {
        var mode = Files.getPosixFilePermissions(data().resolve(secret));
        assertEquals("rw-------", PosixFilePermissions.toString(mode), secret);
      }
    } finally {
      supervisor.stop();
    }
  }

  @Test
  void keepsPasswordsUntilTheDataGo() {
    try (var folder = DataFolder.open(data())) {
      var drawn = Secrets.of(folder.secrets());
      assertEquals(drawn, Secrets.of(folder.secrets()));

      folder.clear();

      assertNotEquals(drawn, Secrets.of(folder.secrets()));
    }
  }

  @Test
  void refusesASecondStartOnTheSameFolder() {
    try (var _ = DataFolder.open(data())) {
      var second = supervisor(TestPlan.of(data(), 1));

      var refused = assertThrows(LaunchException.class, second::start);

      assertTrue(refused.getMessage().contains("already running"), refused.getMessage());
    }
  }

  @Test
  void refusesATakenPortBeforeItStartsAnything() throws Exception {
    var plan = TestPlan.of(data(), 1);
    try (var _ = new ServerSocket(plan.port(), 1, InetAddress.getLoopbackAddress())) {
      var refused = assertThrows(LaunchException.class, supervisor(plan)::start);

      assertTrue(refused.getMessage().contains("Port " + plan.port()), refused.getMessage());
      assertFalse(Files.exists(data().resolve("postgres")), "an engine was started");
    }
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() throws Exception {
    Files.createDirectories(data());
    var precious = Files.writeString(data().resolve("thesis.txt"), "years of work");
    var plan = TestPlan.fresh(TestPlan.of(data(), 1));

    var refused = assertThrows(LaunchException.class, supervisor(plan)::start);

    assertTrue(refused.getMessage().contains("--data"), refused.getMessage());
    assertTrue(Files.exists(precious), "it was deleted");
  }

  @Test
  void refusesAFolderThatCannotBe() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");

    var refused =
        assertThrows(
            LaunchException.class, supervisor(TestPlan.of(file.resolve("data"), 1))::start);

    assertTrue(refused.getMessage().contains("--data"), refused.getMessage());
  }

  @Test
  void showsTheLogOfANodeThatDiesBeforeItIsReady() throws Exception {
    var supervisor =
        new Supervisor(
            withOutsideEngines(), TestPlan.wiring(BrokenNode.class), Progress.ofThisProcess());

    var failed = assertThrows(LaunchException.class, supervisor::start);

    assertTrue(failed.getMessage().contains("this node is broken"), failed.getMessage());
    try (var _ = DataFolder.open(data())) {
      // The folder is free again for the next attempt.
    }
  }

  @Test
  void startsADeadNodeAgainIfAskedTo() throws Exception {
    var supervisor = supervisor(TestPlan.restarting(withOutsideEngines()));
    try {
      var before = supervisor.start().nodes().getFirst();
      Thread.ofPlatform().daemon().start(supervisor::watch);

      ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();

      await(() -> nodePid() != before.pid());
      assertTrue(runs(nodePid()), "the new node does not run");
    } finally {
      supervisor.stop();
    }
  }

  /** The other one is dead too, and there is no way to start it: its settings cannot be written. */
  @Test
  void startsADeadEngineAgainIfAskedToWhateverBecomesOfTheOther() throws Exception {
    var supervisor = supervisor(TestPlan.restarting(TestPlan.of(data(), 1)));
    try {
      var shop = supervisor.start();
      var before = shop.postgres();
      Thread.ofPlatform().daemon().start(supervisor::watch);

      var brokersSettings = data().resolve("kafka/broker.properties");
      Files.delete(brokersSettings);
      Files.createDirectory(brokersSettings);
      ProcessHandle.of(shop.kafka().pid()).orElseThrow().destroyForcibly();
      ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();

      await(() -> !local().postgres().pid().equals(before.pid()));
      assertEquals(before.uri(), local().postgres().uri());
      assertNull(local().kafka().pid());
      assertTrue(runs(local().postgres().pid()), "the new server does not run");
    } finally {
      supervisor.stop();
    }
  }

  private Supervisor supervisor(LaunchPlan plan) {
    return new Supervisor(plan, TestPlan.WIRING, Progress.ofThisProcess());
  }

  private LaunchPlan withOutsideEngines() throws IOException {
    return TestPlan.of(TestPlan.homeWithOutsideEngines(folder.resolve("home")), data(), 1);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private LocalJson local() {
    return PrivateFile.read(data().resolve("local.json"), LocalJson.class);
  }

  private long nodePid() {
    return local().nodes().getFirst().pid();
  }

  private static boolean allRunning(LocalJson shop) {
    return runs(shop.postgres().pid())
        && runs(shop.kafka().pid())
        && shop.nodes().stream().allMatch(node -> runs(node.pid()));
  }

  private static boolean anyRunning(LocalJson shop) {
    return runs(shop.postgres().pid())
        || runs(shop.kafka().pid())
        || shop.nodes().stream().anyMatch(node -> runs(node.pid()));
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(LocalProcess::isRunning).isPresent();
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to that within a minute");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
