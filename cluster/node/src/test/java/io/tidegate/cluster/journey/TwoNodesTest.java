package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Any node answers any call; one that dies takes nothing with it. */
@Tag("journey")
@Timeout(300)
@ResourceLock(Journey.SHOP)
@TestMethodOrder(OrderAnnotation.class)
final class TwoNodesTest {

  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(10);

  private static RunningShop running;
  private static Shop shop;

  @BeforeAll
  static void start() {
    running = RunningShop.start(2, Map.of());
    shop = new Shop(running.localJson());
    shop.warmUp();
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void readsOnOneNodeAtOnceWhatWasOrderedOnTheOther() {
    var member = shop.newMember();
    var order = member.post("/api/orders", Cart.of(shop.product(3), 1)).is(201);
    var path = "/api/orders/" + order.text("/orderId");
    assertEquals(order.body(), other(member).get(path).is(200).body());
    assertEquals(2, other(member).get(path + "/events").is(200).body().path("items").size());
  }

  @Test
  void sellsOnOneNodeAtOnceWhatWasRegisteredOnTheOther() {
    var sku = shop.product(1);
    other(shop.newMember()).post("/api/orders", Cart.of(sku, 1)).is(201);
  }

  @Test
  void answersAKeyOnOneNodeAsItWasAnsweredOnTheOther() {
    var member = shop.newMember();
    var sku = shop.product(3);
    var first = member.post("/api/orders", Cart.of(sku, 1), "key").is(201);
    var again = other(member).post("/api/orders", Cart.of(sku, 1), "key").is(201);
    assertEquals(first.text("/orderId"), again.text("/orderId"));
    assertTrue(again.isReplayed());
    assertEquals(2, shop.stock(sku).path("available").asInt());
  }

  @Test
  void refusesOnOneNodeALoginThatEndedOnTheOther() {
    var member = shop.newMember();
    other(member).get("/api/member/me").is(200);
    member.post("/auth/logout", null).is(204);
    Await.until(
        "the other node refuses the ended login",
        REVOKED_WITHIN,
        () -> other(member).get("/api/member/me").text("/type").endsWith(":token-revoked"));
  }

  @Test
  void showsAnOperatorTheBreakersOfBothNodes() {
    var page = shop.operator().get("/ops/api/breakers").is(200).body();
    assertEquals(2, Set.copyOf(page.path("items").findValuesAsText("nodeId")).size());
    assertEquals(0, page.path("unanswered").size());
  }

  /** The last one, because a node does not come back here. */
  @Test
  @Order(Integer.MAX_VALUE)
  void goesOnWhenANodeIsKilled() {
    var member = shop.newMember();
    var sku = shop.product(10);
    var before = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");

    assertTrue(ProcessHandle.of(shop.nodePid(1)).orElseThrow().destroyForcibly());

    var survivor = member.visitor();
    Await.until(
        "the other node takes orders",
        RECOVERED_WITHIN,
        () -> survivor.post("/api/orders", Cart.of(sku, 1), "after").status() == 201);
    survivor.get("/api/orders/" + before).is(200);
    assertEquals(2, shop.stock(sku).path("reserved").asInt());
    Deliveries.awaitScheduled(member, before);
  }

  private static Visitor other(Member member) {
    return member.visitor().at(shop.nodeUrls().get(1));
  }
}
