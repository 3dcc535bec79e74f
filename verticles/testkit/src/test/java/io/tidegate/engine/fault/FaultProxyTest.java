package io.tidegate.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault as the two sides of a real connection meet it. */
@Timeout(60)
class FaultProxyTest {

  private static final int PATIENCE_MS = 20_000;

  /** Long enough for an echo that is not held up. */
  private static final int SHORTLY_MS = 300;

  private final EchoServer server = new EchoServer();
  private final FaultProxy proxy = FaultProxy.before(server.port());
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var client : clients) {
      client.close();
    }
    proxy.close();
    server.close();
  }

  @Test
  void passesEverythingOnInItsOrder() throws IOException {
    var client = connect();
    for (var i = 0; i < 100; i++) {
      assertEquals("line " + i, echoed(client, "line " + i));
    }
  }

  @Test
  void takesAsLongAsItIsToldOneWay() throws IOException {
    var client = connect();
    echoed(client, "warm");
    proxy.requests().latency(Duration.ofMillis(400));

    var start = System.nanoTime();
    send(client, "a");
    send(client, "b");
    assertEquals("ab", heard(client, 2));

    // Twice as much would mean that they waited for each other.
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() >= 400, took + " is too soon");
    assertTrue(took.toMillis() < 790, took + " is too late");
  }

  @Test
  void passesNoMoreThanItsBandwidth() throws IOException {
    var client = connect();
    proxy.replies().bandwidth(40_000);

    var start = System.nanoTime();
    send(client, "x".repeat(20_000));
    heard(client, 20_000);
    send(client, "y");
    heard(client, 1);

    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() >= 450, took + " is too soon");
  }

  @Test
  void resetsConnectionsButPassesNewOnesOn() throws IOException {
    var client = connect();
    echoed(client, "before");

    proxy.cut();

    assertThrows(SocketException.class, () -> heard(client, 1));
    Await.until("the server's side is gone too", () -> server.open.get() == 0);
    assertEquals("after", echoed(connect(), "after"));
  }

  @Test
  void resetsNewConnectionsWhileItRefuses() throws IOException {
    proxy.refuse();

    var refused = connect();
    assertThrows(SocketException.class, () -> echoed(refused, "hello"));

    proxy.heal();
    assertEquals("hello", echoed(connect(), "hello"));
  }

  @Test
  void keepsConnectionsOpenInABlackHole() throws IOException {
    var old = connect();
    echoed(old, "before");

    proxy.freeze();
    send(old, "old");
    var fresh = connect();
    send(fresh, "new");

    hearsNothing(old);
    hearsNothing(fresh);
    assertEquals(6, server.bytesHeard.get());
    proxy.heal();
    assertEquals("old", heard(old, 3));
    assertEquals("new", heard(fresh, 3));
  }

  @Test
  void makesASenderWaitInABlackHole() throws IOException {
    proxy.freeze();
    var client = connect();
    var sent = new AtomicLong();
    var sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      client.getOutputStream().write(new byte[65_536]);
                      sent.addAndGet(65_536);
                    }
                  } catch (IOException _) {
                    // The end of the test.
                    return;
                  }
                });

    Await.until(
        "the sender waits", () -> sent.get() > 0 && sender.getState() == Thread.State.WAITING);

    assertTrue(sent.get() < 64 << 20, sent + " bytes were taken");
  }

  @Test
  void holdsOneWayAlone() throws IOException {
    var client = connect();
    echoed(client, "before");
    proxy.replies().hold();

    send(client, "heard");

    Await.until("the server hears it", () -> server.bytesHeard.get() == 11);
    hearsNothing(client);
    proxy.heal();
    assertEquals("heard", heard(client, 5));
  }

  @Test
  void leavesClientsAloneWithAServerThatIsGone() throws IOException {
    var client = connect();
    echoed(client, "before");

    proxy.abandon();

    Await.until("the server's side is gone", () -> server.open.get() == 0);
    send(client, "is anybody there?");
    hearsNothing(client);
    assertEquals("after", echoed(connect(), "after"));
  }

  @Test
  void swallowsTheReplyToOneRequest() throws IOException {
    var client = connect();
    proxy.swallowReplyTo("COMMIT");
    assertEquals("BEGIN", echoed(client, "BEGIN"));
    assertFalse(proxy.hasSwallowed());

    send(client, "COMMIT");

    assertThrows(SocketException.class, () -> heard(client, 1));
    assertEquals("BEGINCOMMIT".length(), server.bytesHeard.get());
    assertTrue(proxy.hasSwallowed());
    assertEquals("COMMIT", echoed(connect(), "COMMIT"));
  }

  @Test
  void tellsTheServerThatAClientHasLeft() throws IOException {
    var client = connect();
    echoed(client, "before");

    client.close();

    Await.until("the server knows", () -> server.open.get() == 0);
    Await.until("nothing is kept", () -> proxy.connections() == 0);
  }

  private Socket connect() throws IOException {
    var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(PATIENCE_MS);
    clients.add(client);
    return client;
  }

  private static String echoed(Socket client, String text) throws IOException {
    send(client, text);
    return heard(client, text.length());
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String heard(Socket client, int length) throws IOException {
    var octets = client.getInputStream().readNBytes(length);
    if (octets.length < length) {
      throw new SocketException("it ended");
    }
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static void hearsNothing(Socket client) throws IOException {
    client.setSoTimeout(SHORTLY_MS);
    assertThrows(SocketTimeoutException.class, () -> heard(client, 1));
    client.setSoTimeout(PATIENCE_MS);
  }
}
