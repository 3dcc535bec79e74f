package io.tidegate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnginesTest {

  /** Another JVM's tests: start an engine, tell its process id, and wait for what comes. */
  static final class OtherJvm {
    public static void main(String[] arguments) throws IOException {
      System.out.println(Engines.postgres().pid());
      var _ = System.in.read();
    }
  }

  @Test
  void sharesOneServerInAJvm() {
    assertSame(Engines.postgres(), Engines.postgres());
  }

  @Test
  void leavesNothingRunningWhenAJvmEnds() throws Exception {
    var other = start();
    var server = serverOf(other);

    other.getOutputStream().close();

    assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, other.exitValue());
    Await.until("the server has ended", () -> !server.isAlive());
  }

  @Test
  void leavesNothingRunningWhenAJvmIsKilled() throws Exception {
    var other = start();
    var server = serverOf(other);

    other.destroyForcibly();

    Await.until("the server has ended", () -> !server.isAlive());
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dtidegate.root=" + Engines.root(),
            OtherJvm.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static ProcessHandle serverOf(Process other) throws IOException {
    var line = other.inputReader().readLine();
    var server = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
    assertTrue(server.isAlive());
    return server;
  }
}
