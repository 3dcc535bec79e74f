package io.tidegate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int OUTGOING_FIRST = 49_152;

  @Test
  void findsDifferentOnes() {
    assertEquals(200, new HashSet<>(FreePorts.find(200)).size());
  }

  /** One of those could be a client's own by the time that a killed server listens again. */
  @Test
  void findsNoneThatAnOutgoingConnectionMayHave() throws IOException {
    var first =
        Files.exists(OUTGOING)
            ? new Scanner(Files.readAllLines(OUTGOING).getFirst()).nextInt()
            : OUTGOING_FIRST;
    assertTrue(FreePorts.find(200).stream().allMatch(port -> port < first));
  }

  @Test
  void findsWhatAServerCanListenOn() throws IOException {
    var port = FreePorts.find(1).getFirst();
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(FreePorts.isFree(port));
    }
    assertTrue(FreePorts.isFree(port));
  }
}
