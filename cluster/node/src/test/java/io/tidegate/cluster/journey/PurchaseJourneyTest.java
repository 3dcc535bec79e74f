package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Choose, order, and see at once what became of it. */
@Journey
final class PurchaseJourneyTest {

  /** How far the product list may lag behind the truth. */
  private static final Duration LIST_LAG = Duration.ofSeconds(2);

  /** The zone of the shop's delivery dates ({@code conf/order.json}). */
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

  private final Shop shop;

  PurchaseJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void confirmsAnOrderAtTheShopsPrice() {
    var sku = shop.product(10);
    var member = shop.newMember();

    var order = member.post("/api/orders", Cart.of(sku, 2)).is(201);

    assertEquals("CONFIRMED", order.text("/status"));
    assertEquals("/api/orders/" + order.text("/orderId"), path(order.header("Location")));
    assertEquals(7, UUID.fromString(order.text("/orderId")).version());
    assertEquals("WEB", order.text("/channel"));
    assertEquals("CARD", order.text("/paymentMethod"));
    assertEquals(sku, order.text("/lines/0/sku"));
    assertEquals("여행 가방 · Travel bag", order.text("/lines/0/name"));
    assertEquals(2, order.number("/lines/0/quantity"));
    assertEquals(11_610, order.number("/lines/0/unitPrice/amount"));
    assertEquals(23_220, order.number("/lines/0/lineTotal/amount"));
    assertEquals(3_000, order.number("/shippingFee/amount"));
    assertEquals(26_220, order.number("/total/amount"));
    assertEquals("KRW", order.text("/total/currency"));
    assertTrue(order.body().path("rejection").isNull());
    var placed = Instant.parse(order.text("/placedAt"));
    assertTrue(order.text("/placedAt").endsWith("Z"));
    assertEquals(
        LocalDate.ofInstant(placed, ZONE).plusDays(2),
        LocalDate.parse(order.text("/estimatedDelivery")));
  }

  @Test
  void showsTheOrderAtOnceToItsOwner() {
    var sku = shop.product(10);
    var member = shop.newMember();
    var earlier = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    var order = member.post("/api/orders", Cart.of(sku, 1)).is(201);
    var id = order.text("/orderId");

    assertEquals(order.body(), member.get("/api/orders/" + id).is(200).body());
    var mine = member.get("/api/orders").is(200).body().path("items");
    assertEquals(List.of(id, earlier), mine.findValuesAsText("orderId"));
  }

  @Test
  void writesTheHistoryDown() {
    var member = shop.newMember();
    var order = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201);
    var path = "/api/orders/" + order.text("/orderId") + "/events";
    var events = member.get(path).is(200);
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed"),
        events.body().path("items").findValuesAsText("type"));
    assertEquals(1, events.number("/items/0/version"));
    assertEquals(2, events.number("/items/1/version"));
    assertEquals(order.text("/orderId"), events.text("/items/0/data/orderId"));
    Instant.parse(events.text("/items/0/at"));

    var first = member.get(path + "?limit=1").is(200);
    assertEquals(1, first.body().path("items").size());
    var second = member.get(path + "?limit=1&cursor=" + first.text("/next")).is(200);
    assertEquals("OrderConfirmed", second.text("/items/0/type"));
  }

  @Test
  void takesTheGoodsOffTheShelf() {
    var sku = shop.product(10);
    shop.newMember().post("/api/orders", Cart.of(sku, 3)).is(201);

    var stock = shop.stock(sku);
    assertEquals(10, stock.path("onHand").asInt());
    assertEquals(3, stock.path("reserved").asInt());
    assertEquals(7, stock.path("available").asInt());
    Await.until(
        "the product list shows the smaller stock",
        LIST_LAG,
        () ->
            shop.anyone().get("/api/channels/WEB/products/" + sku).body().path("available").asInt()
                == 7);
  }

  @Test
  void chargesTheHighestShippingFeeOfTheCart() {
    var near = shop.product(5);
    var far = Shop.newSku("FAR");
    var offer = Product.offer("WEB", 5_000, "KRW", 0, List.of("CARD"), 7_000, 6);
    shop.admin().post("/api/admin/products", Product.with(far, offer)).is(201);
    shop.receive(far, 5);

    var lines = List.of(Cart.line(near, 1), Cart.line(far, 2));
    var order = shop.newMember().post("/api/orders", Cart.of(lines)).is(201);

    assertEquals(7_000, order.number("/shippingFee/amount"));
    assertEquals(11_610 + 2 * 5_000 + 7_000, order.number("/total/amount"));
    var placed = LocalDate.ofInstant(Instant.parse(order.text("/placedAt")), ZONE);
    assertEquals(placed.plusDays(6), LocalDate.parse(order.text("/estimatedDelivery")));
  }

  @Test
  void answersARepeatWithTheSameOrder() {
    var sku = shop.product(10);
    var member = shop.newMember();
    var first = member.post("/api/orders", Cart.of(sku, 1), "my key").is(201);
    var again = member.post("/api/orders", Cart.of(sku, 1), "my key").is(201);

    assertEquals(first.text("/orderId"), again.text("/orderId"));
    assertFalse(first.isReplayed());
    assertTrue(again.isReplayed());
    assertEquals(1, shop.stock(sku).path("reserved").asInt());
    // A key is its caller's own.
    var other = shop.newMember().post("/api/orders", Cart.of(sku, 1), "my key").is(201);
    assertFalse(other.isReplayed());
  }

  @Test
  void makesOneOrderOfOneKeyThatComesEightTimesAtOnce() throws Exception {
    var sku = shop.product(10);
    var member = shop.newMember();
    var together = new CyclicBarrier(8);
    var answers = new ArrayList<Answer>();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Answer> order =
          () -> {
            together.await();
            return member.post("/api/orders", Cart.of(sku, 1), "my key");
          };
      for (var answer : crowd.invokeAll(Collections.nCopies(together.getParties(), order))) {
        answers.add(answer.get());
      }
    }

    var id = answers.getFirst().text("/orderId");
    for (var answer : answers) {
      // Some may be told before it is decided.
      answer.is(answer.status() == 202 ? 202 : 201);
      assertEquals(id, answer.text("/orderId"));
    }
    assertEquals(1, answers.stream().filter(answer -> !answer.isReplayed()).count());
    Await.until(
        "the order is confirmed",
        () -> member.get("/api/orders/" + id).text("/status").equals("CONFIRMED"));
    var mine = member.get("/api/orders").is(200).body().path("items");
    assertEquals(List.of(id), mine.findValuesAsText("orderId"));
    assertEquals(1, shop.stock(sku).path("reserved").asInt());
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherCart() {
    var sku = shop.product(10);
    var member = shop.newMember();
    member.post("/api/orders", Cart.of(sku, 1), "my key").is(201);
    member.post("/api/orders", Cart.of(sku, 2), "my key").isProblem(422, "idempotency-key-reused");
    assertEquals(1, shop.stock(sku).path("reserved").asInt());
  }

  @Test
  void answersAtOnceWhoeverDoesNotWantToWait() {
    var member = shop.newMember();
    var headers = Map.of("Idempotency-Key", "later", "Prefer", "respond-async");
    var cart = Cart.of(shop.product(1), 1);
    var order = member.visitor().send("POST", "/api/orders", cart, headers).is(202);
    assertEquals("PENDING", order.text("/status"));
    var path = path(order.header("Location"));
    Await.until(
        "the order is confirmed without another call",
        () -> member.get(path).text("/status").equals("CONFIRMED"));
  }

  @Test
  void showsAnOrderToItsOwnerAndToAdminsOnly() {
    var order = shop.newMember().post("/api/orders", Cart.of(shop.product(1), 1)).is(201);
    var path = "/api/orders/" + order.text("/orderId");
    var stranger = shop.newMember();
    for (var part : List.of("", "/events", "/stream", "/delivery")) {
      stranger.get(path + part).isProblem(404, "not-found");
    }
    stranger.post(path + "/cancel", null).isProblem(404, "not-found");
    shop.admin().get(path).is(200);
    shop.anyone().get(path).isProblem(401, "unauthenticated");
  }

  @Test
  void addsTheOrderToTheSalesHistory() {
    var sku = shop.product(1);
    var id = shop.newMember().post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Await.until(
        "the sale is listed",
        () ->
            sales("?status=CONFIRMED&sku=" + sku)
                .body()
                .path("items")
                .findValuesAsText("orderId")
                .equals(List.of(id)));
    assertEquals(0, sales("?status=CANCELLED&sku=" + sku).body().path("items").size());
    assertEquals(0, sales("?to=2020-01-01T00:00:00Z&sku=" + sku).body().path("items").size());
  }

  private Answer sales(String query) {
    return shop.admin().get("/api/admin/orders" + query).is(200);
  }

  /** A Location may be a path or a whole URL. */
  private static String path(String location) {
    return java.net.URI.create(location).getPath();
  }
}
