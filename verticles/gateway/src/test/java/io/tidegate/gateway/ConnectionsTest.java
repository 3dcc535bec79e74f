package io.tidegate.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that ask for more than their share. */
@Timeout(60)
class ConnectionsTest {

  private static final String REQUEST = "GET /api/channels HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final Channel CHANNEL = new Channel("WEB");
  private static final int CROWD = 300;
  private static final int PIPELINED = 20_000;

  private ScriptedShop shop;

  private void open(UnaryOperator<TestNode.Plan> settings) {
    shop = ScriptedShop.open(settings);
    shop.on(ListChannels.class, _ -> new ChannelPage(List.of(), null));
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private RawConnection connect() {
    return RawConnection.to(shop);
  }

  private int open() {
    return (int) shop.node().platform().meters().get("tidegate.http.connections").gauge().value();
  }

  @Test
  void hasRoomForOnlySoMany() {
    open(plan -> plan.set("gateway", "connectionsMax", 3));
    var before = open();
    try (var first = connect();
        var _ = connect();
        var _ = connect()) {
      Await.until("they are in", () -> open() == before + 3);
      try (var late = connect()) {
        late.say(REQUEST);
        assertEquals("", late.readToTheEnd());
      }
      first.say("GET /api/channels HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(first.readToTheEnd().startsWith("HTTP/1.1 200"));
    }
    Await.until("they have left", () -> open() == before);
  }

  @Test
  void waitsForAHeadOnlySoLong() {
    open(plan -> plan.set("gateway", "headTimeoutMs", 300));
    try (var slow = connect()) {
      slow.say("GET /api/channels HTTP/1.1\r\n");
      assertEquals("", slow.readToTheEnd());
    }
  }

  @Test
  void waitsForTheNextHeadOnlySoLong() {
    open(plan -> plan.set("gateway", "headTimeoutMs", 300));
    try (var idle = connect()) {
      idle.say(REQUEST);
      assertTrue(idle.readToTheEnd().startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void waitsForABodyOnlySoLong() {
    open(plan -> plan.set("gateway", "bodyTimeoutMs", 300));
    try (var slow = connect()) {
      slow.say("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
      assertEquals("", slow.readToTheEnd());
    }
  }

  @Test
  void doesNotReadABodyToItsEndThatIsTooLarge() {
    open(plan -> plan.set("gateway", "bodyTimeoutMs", 300));
    try (var large = connect()) {
      large.say("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n{");
      assertTrue(large.readToTheEnd().startsWith("HTTP/1.1 413"));
    }
  }

  /**
   * What is sent is read no further than answers are taken, and that is waited for only so long.
   */
  @Test
  void waitsForItsAnswersToBeTakenOnlySoLong() throws Exception {
    open(plan -> plan.set("gateway", "headTimeoutMs", 300));
    var large = new ChannelPage(List.of(new ChannelView(CHANNEL, "x".repeat(500_000))), null);
    shop.on(ListChannels.class, _ -> large);
    var before = open();
    try (var greedy = connect()) {
      Await.until("it is in", () -> open() > before);
      var sent = CompletableFuture.supplyAsync(() -> greedy.couldSay(REQUEST.repeat(PIPELINED)));
      Await.until("it is ended", Duration.ofSeconds(15), () -> open() == before);
      sent.get(10, TimeUnit.SECONDS);
    }
    // More than the system's own buffers take of them would have to be kept in memory.
    var answers = shop.asked(ListChannels.class).size();
    assertTrue(answers < PIPELINED / 100, answers + " answers were made that nobody has taken");
  }

  /** Slow heads, bodies and nothing at all, from a crowd of its own (F32). */
  @Test
  void answersOthersWhileACrowdSendsByteByByte() throws Exception {
    open(
        plan -> plan.set("gateway", "headTimeoutMs", 2_000).set("gateway", "bodyTimeoutMs", 2_000));
    var beginnings =
        List.of(
            "",
            "GET /api/channels HTTP/1.1\r\nX: ",
            "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
    List<RawConnection> crowd = new ArrayList<>();
    var begin = System.nanoTime();
    try {
      for (var i = 0; i < CROWD; i++) {
        var one = connect();
        one.say(beginnings.get(i % beginnings.size()));
        crowd.add(one);
      }
      Await.until("the crowd is in", () -> open() >= CROWD);
      var slowest = Duration.ZERO;
      while (open() > CROWD / 2) {
        crowd.forEach(one -> one.couldSay("x"));
        var asked = System.nanoTime();
        assertEquals(200, shop.send(shop.request("/api/channels").GET()).statusCode());
        var took = Duration.ofNanos(System.nanoTime() - asked);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      assertTrue(slowest.toMillis() < 1_000, "one waited for " + slowest);
      Await.until("nobody of the crowd is left", Duration.ofSeconds(5), () -> open() <= 1);
      assertTrue(System.nanoTime() - begin >= 1_900_000_000L, "they had less time than they may");
    } finally {
      crowd.forEach(RawConnection::close);
    }
  }
}
