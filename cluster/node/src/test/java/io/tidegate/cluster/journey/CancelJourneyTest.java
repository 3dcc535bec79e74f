package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The customer has thought better of it. */
@Journey
final class CancelJourneyTest {

  private final Shop shop;

  CancelJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void cancelsAConfirmedOrder() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(5), 2)).is(201).text("/orderId");
    assertEquals("CANCELLED", cancel(member, id).is(200).text("/status"));
    assertEquals("CANCELLED", member.get("/api/orders/" + id).is(200).text("/status"));
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed", "OrderCancelled"), Shop.history(member, id));
  }

  @Test
  void putsTheGoodsBack() {
    var member = shop.newMember();
    var sku = shop.product(5);
    var id = member.post("/api/orders", Cart.of(sku, 2)).is(201).text("/orderId");
    cancel(member, id).is(200);
    Await.until(
        "the goods are available again", () -> shop.stock(sku).path("available").asInt() == 5);
    assertEquals(0, shop.stock(sku).path("reserved").asInt());
    var release = shop.movements(sku).getLast();
    assertEquals("RELEASE", release.path("kind").asText());
    assertEquals(id, release.path("orderId").asText());
  }

  @Test
  void cancelsTheDelivery() {
    var member = shop.newMember();
    var sku = shop.product(5);
    var id = member.post("/api/orders", Cart.of(sku, 2)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, id);
    cancel(member, id).is(200);
    assertEquals("CANCELLED", Deliveries.status(member, id));
    Deliveries.dispatchAll(shop);
    assertEquals("CANCELLED", Deliveries.status(member, id));
    Await.until(
        "the goods are available again", () -> shop.stock(sku).path("available").asInt() == 5);
  }

  @Test
  void neverSchedulesAnOrderThatWasCancelledAtOnce() {
    var member = shop.newMember();
    var sku = shop.product(20);
    for (var i = 0; i < 5; i++) {
      var id = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
      cancel(member, id).is(200);
    }
    var later = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, later);
    Deliveries.dispatchAll(shop);
    Await.until(
        "all but one piece are back", () -> shop.stock(sku).path("available").asInt() == 19);
  }

  @Test
  void answersACancelledOrderAgain() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(5), 2)).is(201).text("/orderId");
    cancel(member, id).is(200);
    assertEquals("CANCELLED", cancel(member, id).is(200).text("/status"));
    assertEquals(3, Shop.history(member, id).size());
  }

  @Test
  void replaysTheAnswerOfItsKey() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(5), 2)).is(201).text("/orderId");
    var path = "/api/orders/" + id + "/cancel";
    member.post(path, null, "no, thanks").is(200);
    assertTrue(member.post(path, null, "no, thanks").is(200).isReplayed());
  }

  @Test
  void refusesAfterTheParcelHasLeft() {
    var member = shop.newMember();
    var sku = shop.product(5);
    var id = member.post("/api/orders", Cart.of(sku, 2)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, id);
    Deliveries.dispatchAll(shop);

    cancel(member, id).isProblem(409, "order-not-cancellable");

    Await.until("the goods are issued", () -> shop.stock(sku).path("onHand").asInt() == 3);
    cancel(member, id).isProblem(409, "order-not-cancellable");
    Await.until(
        "the order says that it has left",
        () -> member.get("/api/orders/" + id).text("/status").equals("DISPATCHED"));
  }

  @Test
  void letsTheAdminCancelToo() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(5), 2)).is(201).text("/orderId");
    cancel(shop.admin(), id).is(200);
    assertEquals("CANCELLED", member.get("/api/orders/" + id).is(200).text("/status"));
  }

  private static Answer cancel(Member who, String orderId) {
    return who.post("/api/orders/" + orderId + "/cancel", null);
  }
}
