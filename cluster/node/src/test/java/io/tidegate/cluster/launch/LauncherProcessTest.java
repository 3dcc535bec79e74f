package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.engine.LocalProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher seen from outside: signals, exit codes, and what is left when it is killed. */
@Timeout(180)
class LauncherProcessTest {

  @TempDir Path folder;

  private Process launcher;

  @AfterEach
  void stop() throws Exception {
    if (launcher != null && launcher.isAlive()) {
      launcher.destroy();
      launcher.waitFor();
    }
  }

  @Test
  void leavesNoNodeBehindWhenItIsKilled() throws Exception {
    var shop = up(TestPlan.homeWithOutsideEngines(folder.resolve("home")));

    launcher.destroyForcibly().waitFor();

    var node = ProcessHandle.of(shop.nodes().getFirst().pid());
    assertTrue(
        node.isEmpty() || LocalProcess.ended(node.get(), Duration.ofSeconds(20)),
        "the node goes on without its supervisor");
  }

  @Test
  void startsOnTheDataOfOneThatWasKilledAndLeavesNoProcessOnSigterm() throws Exception {
    var killed = up(TestPlan.HOME);
    launcher.destroyForcibly().waitFor();

    var shop = up(TestPlan.HOME);

    assertEquals(killed.admin(), shop.admin());
    assertFalse(
        ProcessHandle.of(killed.postgres().pid()).filter(LocalProcess::isRunning).isPresent(),
        "two servers on one folder");
    assertTrue(output().contains("Tidegate is ready: " + shop.baseUrl()), output());

    launcher.destroy();

    assertEquals(ExitCode.OK, launcher.waitFor(), output());
    assertFalse(processes(shop).anyMatch(LocalProcess::isRunning), "something is left over");
  }

  @Test
  void saysThatItIsAlreadyRunning() throws Exception {
    var home = TestPlan.homeWithOutsideEngines(folder.resolve("home"));
    up(home);
    var second = start(home, "second.log", "up");

    assertEquals(ExitCode.NOT_STARTED, second.waitFor());
    var said = Files.readString(folder.resolve("second.log"));
    assertTrue(said.contains("already running"), said);
    assertEquals(1, said.strip().lines().count(), said);
  }

  @Test
  void endsTheDemoWithTheDemosExitCode() throws Exception {
    var home = TestPlan.homeWithOutsideEngines(folder.resolve("home"));
    launcher = start(home, "output.log", "demo", "--exit");

    assertEquals(ExitCode.OK, launcher.waitFor(), output());
  }

  @Test
  void tellsThatNothingRuns() throws Exception {
    var status =
        TestLauncher.start(
            TestPlan.HOME, folder.resolve("output.log"), List.of("status", "--data", data()));

    assertEquals(ExitCode.NOT_RUNNING, status.waitFor(), output());
  }

  @Test
  void tellsWhatAnOptionMayBe() throws Exception {
    var wrong =
        TestLauncher.start(
            TestPlan.HOME, folder.resolve("output.log"), List.of("up", "--roles", "gatway"));

    assertEquals(ExitCode.USAGE, wrong.waitFor(), output());
    assertTrue(output().contains("the roles are gateway, identity"), output());
  }

  private LocalJson up(Path home) throws Exception {
    launcher = start(home, "output.log", "up");
    var deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!output().contains("Tidegate is ready")) {
      if (LocalProcess.ended(launcher.toHandle(), Duration.ofMillis(100))
          || System.nanoTime() > deadline) {
        throw new AssertionError(output());
      }
    }
    return PrivateFile.read(Path.of(data(), "local.json"), LocalJson.class);
  }

  private Process start(Path home, String log, String... command) throws Exception {
    var port = Integer.toString(TestPlan.row(3));
    var managementPort = Integer.toString(TestPlan.row(3));
    var options = List.of("--data", data(), "--port", port, "--management-port", managementPort);
    var arguments = Stream.concat(Stream.of(command), options.stream()).toList();
    return TestLauncher.start(home, folder.resolve(log), arguments);
  }

  private static Stream<ProcessHandle> processes(LocalJson shop) {
    return Stream.concat(
            Stream.of(shop.postgres().pid(), shop.kafka().pid()),
            shop.nodes().stream().map(LocalJson.Node::pid))
        .flatMap(pid -> ProcessHandle.of(pid).stream());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String output() throws Exception {
    return Files.readString(folder.resolve("output.log"));
  }
}
