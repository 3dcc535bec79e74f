package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** More is wanted than there is. */
@Journey
final class OverPurchaseJourneyTest {

  private final Shop shop;

  OverPurchaseJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void refusesMoreThanThereIs() {
    var sku = shop.product(3);
    var refused =
        shop.newMember().post("/api/orders", Cart.of(sku, 5)).isProblem(409, "insufficient-stock");
    assertEquals(sku, refused.text("/sku"));
    assertTrue(refused.body().has("orderId"));
  }

  @Test
  void leavesTheStockAsItWas() {
    var sku = shop.product(3);
    var before = shop.stock(sku);
    shop.newMember().post("/api/orders", Cart.of(sku, 5)).is(409);
    assertEquals(before, shop.stock(sku));
    assertEquals(1, shop.movements(sku).size());
  }

  @Test
  void keepsTheRefusedOrderWithItsHistory() {
    var sku = shop.product(3);
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(sku, 5)).is(409).text("/orderId");

    var order = member.get("/api/orders/" + id).is(200);
    assertEquals("REJECTED", order.text("/status"));
    assertEquals("insufficient-stock", order.text("/rejection/slug"));
    assertEquals(sku, order.text("/rejection/sku"));
    assertEquals(List.of("OrderPlaced", "OrderRejected"), Shop.history(member, id));
    member.post("/api/orders/" + id + "/cancel", null).isProblem(409, "order-not-cancellable");
  }

  @Test
  void countsTheRefusal() {
    var before = shop.ordersCounted("rejected", "insufficient-stock");
    shop.newMember().post("/api/orders", Cart.of(shop.product(3), 5)).is(409);
    Await.until(
        "the refusal is in the metrics",
        () -> shop.ordersCounted("rejected", "insufficient-stock") == before + 1);
  }

  @Test
  void answersTheSameKeyWithTheSameRefusal() {
    var sku = shop.product(3);
    var member = shop.newMember();
    var first = member.post("/api/orders", Cart.of(sku, 5), "greedy").is(409);
    // Even when there would be enough by now: the key has its answer.
    shop.receive(sku, 10);
    var again =
        member.post("/api/orders", Cart.of(sku, 5), "greedy").isProblem(409, "insufficient-stock");
    assertEquals(first.text("/orderId"), again.text("/orderId"));
    assertEquals(sku, again.text("/sku"));
    assertTrue(again.isReplayed());
    member.post("/api/orders", Cart.of(sku, 5)).is(201);
  }

  @Test
  void reservesNothingOfACartThatLacksOneLine() {
    var enough = shop.product(10);
    var scarce = shop.product(1);
    var lines = List.of(Cart.line(enough, 1), Cart.line(scarce, 2));
    var refused = shop.newMember().post("/api/orders", Cart.of(lines)).is(409);
    assertEquals(scarce, refused.text("/sku"));
    assertEquals(10, shop.stock(enough).path("available").asInt());
    assertEquals(1, shop.stock(scarce).path("available").asInt());
  }

  @Test
  void refusesAProductThatNeverCameIn() {
    shop.newMember()
        .post("/api/orders", Cart.of(shop.product(0), 1))
        .isProblem(409, "insufficient-stock");
  }

  @Test
  void makesNoOrderOfWhatIsKnownToBeSoldOut() {
    var sku = shop.product(1);
    var member = shop.newMember();
    member.post("/api/orders", Cart.of(sku, 1), "the last one").is(201);
    member.post("/api/orders", Cart.of(sku, 1)).is(409);

    // Whoever comes right after that is refused from memory, but never one whose key is known.
    Await.until(
        "a refusal makes no order",
        () -> {
          var refused = member.post("/api/orders", Cart.of(sku, 1));
          return refused.isProblem(409, "insufficient-stock").body().has("executed");
        });
    assertTrue(member.post("/api/orders", Cart.of(sku, 1), "the last one").is(201).isReplayed());
  }

  @Test
  void sellsEveryPieceOnceWhenEverybodyComesAtOnce() throws InterruptedException {
    var sku = shop.product(10);
    var members = List.of(shop.newMember(), shop.newMember(), shop.newMember());
    var statuses = new ConcurrentLinkedQueue<Integer>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 60; i++) {
        var member = members.get(i % members.size());
        executor.execute(() -> statuses.add(member.post("/api/orders", Cart.of(sku, 1)).status()));
      }
    }
    assertEquals(60, statuses.size());
    assertEquals(10, statuses.stream().filter(status -> status == 201).count());
    assertEquals(50, statuses.stream().filter(status -> status == 409).count());
    assertEquals(0, shop.stock(sku).path("available").asInt());
  }
}
