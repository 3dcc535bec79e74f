package io.tidegate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.launch.NodeJvm;
import io.tidegate.engine.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start does not stay there half alive, holding leases that others wait for. */
@Timeout(120)
final class NodeMainTest {

  @TempDir private Path folder;

  @Test
  void endsAndSaysSoWhereItsPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var log = folder.resolve("node.log");
      var node = node(taken.getLocalPort()).redirectOutput(log.toFile()).start();
      try {
        assertTrue(node.waitFor(60, TimeUnit.SECONDS), () -> "it lives on:\n" + text(log));
        assertEquals(1, node.exitValue(), () -> text(log));
        assertTrue(text(log).contains("cannot start"), () -> text(log));
        assertTrue(text(log).contains("127.0.0.1:" + taken.getLocalPort()), () -> text(log));
      } finally {
        node.destroyForcibly().waitFor();
      }
    }
  }

  private static ProcessBuilder node(int managementPort) {
    var home = "-Dtidegate.home=" + System.getProperty("tidegate.root");
    var command = NodeJvm.command(List.of("-Xmx128m", home), List.of(NodeMain.class.getName()));
    var builder = NodeJvm.process(command, System.getProperty("java.class.path"));
    builder.environment().putAll(SettingsTest.enough());
    builder.environment().put("TIDEGATE_NODE_MANAGEMENT_PORT", String.valueOf(managementPort));
    builder.environment().put("TIDEGATE_CLUSTER_PORT", "" + FreePorts.find(1).getFirst());
    return builder;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    }
  }
}
