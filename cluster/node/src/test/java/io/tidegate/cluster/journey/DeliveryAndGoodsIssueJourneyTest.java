package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Parcels leave, and their goods with them. */
@Journey
final class DeliveryAndGoodsIssueJourneyTest {

  private static final String DISPATCH = "/api/admin/deliveries/dispatch";

  private final Shop shop;

  DeliveryAndGoodsIssueJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void schedulesAConfirmedOrder() {
    var member = shop.newMember();
    var sku = shop.product(5);
    var order = member.post("/api/orders", Cart.of(sku, 2)).is(201);
    var delivery = Deliveries.awaitScheduled(member, order.text("/orderId"));
    assertEquals("SCHEDULED", delivery.text("/status"));
    assertEquals(order.text("/orderId"), delivery.text("/orderId"));
    assertEquals(order.text("/estimatedDelivery"), delivery.text("/estimatedDelivery"));
    assertEquals(sku, delivery.text("/lines/0/sku"));
    assertEquals(2, delivery.number("/lines/0/quantity"));
  }

  @Test
  void schedulesNothingForARefusedOrder() {
    var member = shop.newMember();
    var refused = member.post("/api/orders", Cart.of(shop.product(1), 2)).is(409);
    // Events of one topic come in order, so once a later order is scheduled this one would be too;
    // they may be of different partitions, so a few of them.
    var sku = shop.product(20);
    for (var i = 0; i < 10; i++) {
      var later = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
      Deliveries.awaitScheduled(member, later);
    }
    member.get("/api/orders/" + refused.text("/orderId") + "/delivery").isProblem(404, "not-found");
  }

  @Test
  void issuesTheGoodsOfWhatLeaves() {
    var member = shop.newMember();
    var sku = shop.product(5);
    var id = member.post("/api/orders", Cart.of(sku, 2)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, id);

    assertTrue(shop.admin().post(DISPATCH, Map.of()).is(200).number("/dispatched") >= 1);

    var delivery = member.get("/api/orders/" + id + "/delivery").is(200);
    assertEquals("DISPATCHED", delivery.text("/status"));
    Instant.parse(delivery.text("/dispatchedAt"));
    Await.until("the goods are issued", () -> shop.stock(sku).path("onHand").asInt() == 3);
    assertEquals(0, shop.stock(sku).path("reserved").asInt());
    var issue = shop.movements(sku).getLast();
    assertEquals("ISSUE", issue.path("kind").asText());
    assertEquals(2, issue.path("quantity").asInt());
    assertEquals(id, issue.path("orderId").asText());
    Await.until(
        "the order says that it has left",
        () -> member.get("/api/orders/" + id).text("/status").equals("DISPATCHED"));
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed", "OrderDispatched"), Shop.history(member, id));
  }

  @Test
  void dispatchesNothingTwiceWhenTheBatchRunsTwiceAtOnce() throws Exception {
    Deliveries.dispatchAll(shop);
    var member = shop.newMember();
    var sku = shop.product(30);
    var orders = new ArrayList<String>();
    for (var i = 0; i < 30; i++) {
      orders.add(member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId"));
    }
    orders.forEach(id -> Deliveries.awaitScheduled(member, id));

    long dispatched = 0;
    Callable<Long> batch =
        () -> shop.admin().post(DISPATCH, Map.of()).is(200).number("/dispatched");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : executor.invokeAll(List.of(batch, batch))) {
        dispatched += one.get();
      }
    }

    assertEquals(30, dispatched);
    Await.until("every piece was issued", () -> shop.stock(sku).path("onHand").asInt() == 0);
    var issues =
        shop.movements(sku).stream()
            .filter(movement -> movement.path("kind").asText().equals("ISSUE"))
            .map(movement -> movement.path("orderId").asText())
            .sorted()
            .toList();
    assertEquals(orders.stream().sorted().toList(), issues);
  }

  @Test
  void dispatchesTheOldestUpToTheLimit() {
    Deliveries.dispatchAll(shop);
    var member = shop.newMember();
    var sku = shop.product(2);
    var first = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, first);
    var second = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, second);

    assertEquals(1, shop.admin().post(DISPATCH, Map.of("limit", 1)).is(200).number("/dispatched"));

    assertEquals("DISPATCHED", Deliveries.status(member, first));
    assertEquals("SCHEDULED", Deliveries.status(member, second));
  }

  @Test
  void answersARepeatOfTheBatchWithoutRunningItAgain() {
    Deliveries.dispatchAll(shop);
    var member = shop.newMember();
    var sku = shop.product(2);
    var first = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, first);
    var key = Shop.newSku("KEY");
    assertEquals(1, shop.admin().post(DISPATCH, Map.of(), key).is(200).number("/dispatched"));
    var second = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
    Deliveries.awaitScheduled(member, second);

    var again = shop.admin().post(DISPATCH, Map.of(), key).is(200);

    assertTrue(again.isReplayed());
    assertEquals(1, again.number("/dispatched"));
    assertEquals("SCHEDULED", Deliveries.status(member, second));
  }

  @Test
  void endsWithTheParcelAtTheDoor() {
    var member = shop.newMember();
    var id = member.post("/api/orders", Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    var deliveryId = Deliveries.awaitScheduled(member, id).text("/deliveryId");
    var path = "/api/admin/deliveries/" + deliveryId + "/delivered";
    shop.admin().post(path, null).isProblem(409, "delivery-not-dispatched");
    Deliveries.dispatchAll(shop);

    var delivered = shop.admin().post(path, null).is(200);

    assertEquals("DELIVERED", delivered.text("/status"));
    Instant.parse(delivered.text("/deliveredAt"));
    Await.until(
        "the order says that it has arrived",
        () -> member.get("/api/orders/" + id).text("/status").equals("DELIVERED"));
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed", "OrderDispatched", "OrderDelivered"),
        Shop.history(member, id));
  }

  @Test
  void isNotTheCustomersToDo() {
    var member = shop.newMember();
    member.post(DISPATCH, Map.of()).isProblem(403, "forbidden");
    member.get("/api/admin/deliveries").isProblem(403, "forbidden");
  }

  @Test
  void listsDeliveriesByStatus() {
    Deliveries.dispatchAll(shop);
    var member = shop.newMember();
    var sku = shop.product(3);
    var orders = new ArrayList<String>();
    for (var i = 0; i < 3; i++) {
      var id = member.post("/api/orders", Cart.of(sku, 1)).is(201).text("/orderId");
      Deliveries.awaitScheduled(member, id);
      orders.add(id);
    }
    var listed = shop.admin().get("/api/admin/deliveries?status=SCHEDULED&limit=200").is(200);
    assertEquals(
        orders.stream().collect(Collectors.toSet()),
        java.util.Set.copyOf(listed.body().path("items").findValuesAsText("orderId")));
  }
}
