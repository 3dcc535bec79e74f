package io.tidegate.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDispatched;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InventoryReactionsTest {

  private static final Sku TEA = Sku.of("TEA");
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private TestDatabase database;
  private TestNode node;
  private Postgres postgres;
  private Reaction releasing;
  private Reaction issuing;

  @BeforeEach
  void open() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    node.deploy(new InventoryModule(node.platform()));
    postgres = node.platform().postgres("inventory");
    var store = new StockStore(postgres);
    releasing = new WhenOrderEndedThenReleaseStock(store, node.clock());
    issuing = new WhenDeliveryDispatchedThenIssueStock(store, node.clock());
    node.ask(
        InventoryApi.ROLE,
        new ReceiveStock(TEA, 10, "PO-1", new RequestKey("key", "fingerprint")),
        InventoryVerticleTest.ADMIN,
        StockLevel.class);
  }

  @AfterEach
  void close() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @Test
  void givesBackWhatACancelledOrderHeldHoweverOftenItHears() {
    var order = reserved(4);
    var cancelled = received(new OrderCancelled(order));

    apply(releasing, cancelled, cancelled);
    apply(releasing, cancelled);

    assertEquals(new StockLevel(TEA, 10, 0, 10), level());
  }

  @Test
  void givesBackNothingForARejectedOrder() {
    var order = new OrderId(UUID.randomUUID());
    apply(releasing, received(new OrderRejected(order, "insufficient-stock", "none", TEA)));

    assertEquals(new StockLevel(TEA, 10, 0, 10), level());
  }

  @Test
  void letsGoodsLeaveWithTheParcelHoweverOftenItHears() {
    var order = reserved(4);
    var dispatched = received(new DeliveryDispatched(new DeliveryId(UUID.randomUUID()), order, AT));

    apply(issuing, dispatched, dispatched);
    apply(issuing, dispatched);

    assertEquals(new StockLevel(TEA, 6, 0, 6), level());
  }

  @Test
  void reservesForDomainsAlone() {
    var wish = new ReserveStock(new OrderId(UUID.randomUUID()), List.of(new StockLine(TEA, 1)));
    node.ask(InventoryApi.ROLE, wish, InventoryVerticleTest.ADMIN, Forbidden.class);

    assertEquals(new StockLevel(TEA, 10, 0, 10), level());
  }

  @Test
  void takesGoodsInFromAdminsAlone() {
    var receipt = new ReceiveStock(TEA, 1, "PO-2", new RequestKey("other", "fingerprint"));
    node.ask(InventoryApi.ROLE, receipt, Caller.ANONYMOUS, Forbidden.class);

    assertEquals(new StockLevel(TEA, 10, 0, 10), level());
  }

  private OrderId reserved(int quantity) {
    var order = new OrderId(UUID.randomUUID());
    node.ask(
        InventoryApi.ROLE,
        new ReserveStock(order, List.of(new StockLine(TEA, quantity))),
        Caller.service("order"),
        StockReserved.class);
    return order;
  }

  private static ReceivedEvent received(io.tidegate.contracts.DomainEvent event) {
    return new ReceivedEvent(event, 2, AT, null);
  }

  private void apply(Reaction reaction, ReceivedEvent... events) {
    Await.result(postgres.inTransaction(tx -> reaction.apply(tx, List.of(events))));
  }

  private StockLevel level() {
    return node.ask(InventoryApi.ROLE, new GetStock(TEA), Caller.ANONYMOUS, StockLevel.class);
  }
}
