package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that ask for more than their share. */
@Timeout(60)
class ConnectionsTest {

  private static final String REQUEST = "GET /api/channels HTTP/1.1\r\nHost: x\r\n\r\n";

  private ScriptedShop shop;

  private void open(UnaryOperator<TestNode.Plan> settings) {
    shop = ScriptedShop.open(settings);
    shop.on(ListChannels.class, _ -> new ChannelPage(List.of(), null));
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private Socket connect() {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), shop.port());
      socket.setSoTimeout(20_000);
      return socket;
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static void say(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Reads until the other side has had enough. */
  private static String readToTheEnd(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException _) {
      // Reset rather than closed, which is an end as well.
      return "";
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private int open() {
    return (int) shop.node().platform().meters().get("tidegate.http.connections").gauge().value();
  }

  @Test
  void hasRoomForOnlySoMany() throws IOException {
    open(plan -> plan.set("gateway", "connectionsMax", 3));
    var before = open();
    try (var first = connect();
        var _ = connect();
        var _ = connect()) {
      Await.until("they are in", () -> open() == before + 3);
      try (var late = connect()) {
        say(late, REQUEST);
        assertEquals("", readToTheEnd(late));
      }
      say(first, "GET /api/channels HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(readToTheEnd(first).startsWith("HTTP/1.1 200"));
    }
    Await.until("they have left", () -> open() == before);
  }

  @Test
  void waitsForAHeadOnlySoLong() throws IOException {
    open(plan -> plan.set("gateway", "headTimeoutMs", 300));
    try (var slow = connect()) {
      say(slow, "GET /api/channels HTTP/1.1\r\n");
      assertEquals("", readToTheEnd(slow));
    }
  }

  @Test
  void waitsForTheNextHeadOnlySoLong() throws IOException {
    open(plan -> plan.set("gateway", "headTimeoutMs", 300));
    try (var idle = connect()) {
      say(idle, REQUEST);
      assertTrue(readToTheEnd(idle).startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void waitsForABodyOnlySoLong() throws IOException {
    open(plan -> plan.set("gateway", "bodyTimeoutMs", 300));
    try (var slow = connect()) {
      say(slow, "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
      assertEquals("", readToTheEnd(slow));
    }
  }

  @Test
  void doesNotReadABodyToItsEndThatIsTooLarge() throws IOException {
    open(plan -> plan.set("gateway", "bodyTimeoutMs", 300));
    try (var large = connect()) {
      say(large, "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n{");
      assertTrue(readToTheEnd(large).startsWith("HTTP/1.1 413"));
    }
  }
}
