package io.tidegate.inventory.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.Movement;
import io.tidegate.contracts.inventory.InventoryApi.MovementPage;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.Reply;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.inventory.InventoryApi.StockReleased;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.inventory.store.StockStore.Receipt;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
final class StockStoreTest {

  private static final Origin ORIGIN = new Origin("svc:test", null);
  private static final Sku TEA = Sku.of("TEA");
  private static final Sku CUP = Sku.of("CUP");

  private TestDatabase database;
  private TestNode node;
  private Postgres postgres;
  private StockStore store;

  @BeforeAll
  void open() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres("inventory");
    store = new StockStore(postgres);
  }

  @BeforeEach
  void empty() {
    database.execute(
        "TRUNCATE inventory.stock, inventory.order_stock, inventory.movement, inventory.event,"
            + " inventory.outbox, inventory.idempotency");
  }

  @AfterAll
  void close() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @Test
  void takesABatchOfReceiptsInAtOnce() {
    var answers =
        receive(receipt("m1", TEA, 5, "a"), receipt("m1", CUP, 1, "b"), receipt("m1", TEA, 3, "c"));

    var tea = Answer.of(new StockLevel(TEA, 8, 0, 8));
    assertEquals(List.of(tea, Answer.of(new StockLevel(CUP, 1, 0, 1)), tea), answers);
    var ledger = page(MovementCursor.parse(null).orElseThrow(), 10).items();
    assertEquals(List.of(3, 5), ledger.stream().map(Movement::quantity).toList());
    assertEquals(2, database.number("SELECT count(*) FROM inventory.event"));
    assertEquals(1, database.number("SELECT count(*) FROM inventory.outbox"));
  }

  @Test
  void takesAReceiptInOnceHoweverOftenItsKeyComes() {
    var receipt = receipt("m1", TEA, 5, "key");
    var level = new StockLevel(TEA, 5, 0, 5);

    assertEquals(List.of(Answer.of(level), Answer.replayed(level)), receive(receipt, receipt));
    receive(TEA, 10);

    var again = receive(receipt, receipt("m1", TEA, 1, "new"), receipt);
    var now = new StockLevel(TEA, 16, 0, 16);
    assertEquals(List.of(Answer.replayed(level), Answer.of(now), Answer.replayed(level)), again);
    assertEquals(now, level(TEA));
  }

  @Test
  void takesNothingInForAKeyOfAnotherReceipt() {
    var reused = Answer.of(new KeyReused());

    var answers = receive(receipt("m1", TEA, 5, "key"), receipt("m1", TEA, 6, "key"));
    assertEquals(List.of(Answer.of(new StockLevel(TEA, 5, 0, 5)), reused), answers);
    assertEquals(List.of(reused), receive(receipt("m1", CUP, 5, "key")));
    assertEquals(new StockLevel(TEA, 5, 0, 5), level(TEA));
  }

  @Test
  void keepsTheKeysOfCallersApart() {
    receive(receipt("m1", TEA, 5, "key"), receipt("m2", TEA, 5, "key"));

    assertEquals(new StockLevel(TEA, 10, 0, 10), level(TEA));
  }

  @Test
  void takesAReceiptInOnceWhoeverElseDoesAtTheSameTime() {
    var batches =
        IntStream.range(0, 20)
            .mapToObj(
                number ->
                    // Batches name their keys in any order; the locks are taken in one.
                    List.of(
                        receipt("m1", TEA, 5, "key " + number % 2),
                        receipt("m1", TEA, 5, "key " + (number + 1) % 2)))
            .map(batch -> store.receive(postgres, batch, ORIGIN, now()))
            .toList();

    var fresh =
        batches.stream()
            .flatMap(batch -> Await.result(batch).stream())
            .filter(answer -> !answer.replayed())
            .count();

    assertEquals(2, fresh);
    assertEquals(new StockLevel(TEA, 10, 0, 10), level(TEA));
  }

  @Test
  void reservesFirstComeFirstServed() {
    receive(TEA, 5);
    var first = wish(TEA, 3);
    var tooMuch = wish(TEA, 3);
    var fits = wish(TEA, 2);

    var outcomes = reserve(first, tooMuch, fits);

    assertEquals(new StockReserved(first.orderId()), outcomes.get(first.orderId()));
    assertEquals(
        new StockShort(tooMuch.orderId(), TEA, 3, 2, false), outcomes.get(tooMuch.orderId()));
    assertEquals(new StockReserved(fits.orderId()), outcomes.get(fits.orderId()));
    assertEquals(new StockLevel(TEA, 5, 5, 0), level(TEA));
  }

  @Test
  void reservesAllLinesOrNone() {
    receive(TEA, 5);
    receive(CUP, 1);
    var cart = new ReserveStock(newOrder(), List.of(new StockLine(TEA, 2), new StockLine(CUP, 2)));

    assertEquals(
        new StockShort(cart.orderId(), CUP, 2, 1, false), reserve(cart).get(cart.orderId()));
    assertEquals(new StockLevel(TEA, 5, 0, 5), level(TEA));
  }

  @Test
  void hasNothingOfWhatItDoesNotKnow() {
    var wish = wish(TEA, 1);
    assertEquals(
        new StockShort(wish.orderId(), TEA, 1, 0, true), reserve(wish).get(wish.orderId()));
  }

  @Test
  void keepsTheFirstOutcomeForAnOrder() {
    receive(TEA, 1);
    var sold = wish(TEA, 1);
    var refused = wish(TEA, 1);
    reserve(sold);
    var refusal = reserve(refused).get(refused.orderId());
    receive(TEA, 10);

    assertEquals(new StockShort(refused.orderId(), TEA, 1, 0, true), refusal);
    assertEquals(
        new StockShort(refused.orderId(), TEA, 1, 0, false),
        reserve(refused).get(refused.orderId()));
    assertInstanceOf(StockReserved.class, reserve(sold, sold).get(sold.orderId()));
    assertEquals(new StockLevel(TEA, 11, 1, 10), level(TEA));
  }

  @Test
  void neverReservesForAnOrderThatEndedBefore() {
    receive(TEA, 1);
    var wish = wish(TEA, 1);
    release(wish.orderId());

    assertEquals(new StockReleased(wish.orderId()), reserve(wish).get(wish.orderId()));
    assertEquals(new StockLevel(TEA, 1, 0, 1), level(TEA));
  }

  @Test
  void releasesOnce() {
    receive(TEA, 5);
    var wish = wish(TEA, 3);
    reserve(wish);

    release(wish.orderId());
    release(wish.orderId());

    assertEquals(new StockLevel(TEA, 5, 0, 5), level(TEA));
  }

  @Test
  void issuesOnce() {
    receive(TEA, 5);
    var wish = wish(TEA, 3);
    reserve(wish);

    issue(wish.orderId());
    issue(wish.orderId());
    release(wish.orderId());

    assertEquals(new StockLevel(TEA, 2, 0, 2), level(TEA));
  }

  @Test
  void letsNothingLeaveThatIsNotReserved() {
    var failure = Await.failure(settled(newOrder(), true));
    assertEquals("P0001", assertInstanceOf(PgException.class, failure).getSqlState());
  }

  @Test
  void pagesThroughTheLedgerNewestFirst() {
    receive(TEA, 5);
    reserve(wish(TEA, 1), wish(TEA, 2));
    var all = page(MovementCursor.parse(null).orElseThrow(), 10).items();

    var first = Await.result(store.movements(TEA, MovementCursor.parse(null).orElseThrow(), 2));
    var second = page(MovementCursor.parse(first.next()).orElseThrow(), 2);

    assertEquals(3, all.size());
    assertEquals(all.subList(0, 2), first.items());
    assertEquals(all.subList(2, 3), second.items());
    assertEquals(null, second.next());
  }

  @Test
  void refusesACursorThatIsNotIts() {
    assertTrue(MovementCursor.parse("nonsense!").isEmpty());
    assertTrue(MovementCursor.parse("bm8").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesWhatTheModelDoes(long seed) {
    var random = new Random(seed);
    var model = new StockModel();
    var skus = IntStream.range(0, 4).mapToObj(i -> Sku.of("SKU-" + i)).toList();
    var orders = IntStream.range(0, 40).mapToObj(_ -> newOrder()).toList();
    var wishes = new TreeMap<OrderId, ReserveStock>();
    orders.forEach(id -> wishes.put(id, randomWish(id, skus, random)));

    for (var step = 0; step < 60; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          var sku = skus.get(random.nextInt(skus.size()));
          var quantity = 1 + random.nextInt(8);
          model.receive(sku, quantity);
          receive(sku, quantity);
        }
        case 1 -> {
          var id = orders.get(random.nextInt(orders.size()));
          model.release(id);
          release(id);
        }
        case 2 -> {
          var id = orders.get(random.nextInt(orders.size()));
          var possible = model.issue(id);
          assertEquals(possible, Await.result(settled(id, true).map(true).otherwise(false)));
        }
        default -> {
          var batch =
              IntStream.rangeClosed(0, random.nextInt(6))
                  .mapToObj(_ -> wishes.get(orders.get(random.nextInt(orders.size()))))
                  .toList();
          assertEquals(
              model.reserve(batch),
              new TreeMap<>(Await.result(store.reserve(postgres, batch, ORIGIN, now()))));
        }
      }
    }
    model.levels().forEach((sku, level) -> assertLevel(sku, level));
    skus.forEach(this::assertLedgerGivesTheLevel);
    assertEventsAreWhatIsQueued();
  }

  @Test
  void neverSellsMoreThanThereIsWhoeverAsksAtTheSameTime() {
    receive(TEA, 50);
    receive(CUP, 50);
    var batches = new ArrayList<Future<Map<OrderId, Reply>>>();
    for (var i = 0; i < 60; i++) {
      var lines = new ArrayList<>(List.of(new StockLine(TEA, 1), new StockLine(CUP, 1)));
      // Carts name their lines in any order; the locks are taken in one.
      Collections.rotate(lines, i);
      batches.add(
          store.reserve(
              postgres, List.of(new ReserveStock(newOrder(), lines), wish(TEA, 1)), ORIGIN, now()));
    }
    var reserved =
        batches.stream()
            .flatMap(batch -> Await.result(batch).values().stream())
            .filter(StockReserved.class::isInstance)
            .count();

    assertEquals(new StockLevel(TEA, 50, 50, 0), level(TEA));
    assertEquals(50, reserved);
    assertLedgerGivesTheLevel(TEA);
    assertLedgerGivesTheLevel(CUP);
  }

  private void assertLevel(Sku sku, List<Long> expected) {
    assertEquals(expected, List.of(level(sku).onHand(), level(sku).reserved()), sku.value());
  }

  private void assertLedgerGivesTheLevel(Sku sku) {
    var onHand = 0L;
    var reserved = 0L;
    var newest = MovementCursor.parse(null).orElseThrow();
    var movements = Await.result(store.movements(sku, newest, 1_000)).items();
    for (Movement movement : movements.reversed()) {
      switch (movement.kind()) {
        case RECEIPT -> onHand += movement.quantity();
        case RESERVATION -> reserved += movement.quantity();
        case RELEASE -> reserved -= movement.quantity();
        case ISSUE -> {
          onHand -= movement.quantity();
          reserved -= movement.quantity();
        }
      }
      assertTrue(reserved >= 0 && onHand >= reserved, () -> "oversold after " + movement);
    }
    if (!movements.isEmpty()) {
      assertLevel(sku, List.of(onHand, reserved));
    }
  }

  private void assertEventsAreWhatIsQueued() {
    assertEquals(
        database.text(
            "SELECT string_agg(aggregate_id || version, ',' ORDER BY aggregate_id, version)"
                + " FROM inventory.event"),
        database.text(
            "SELECT string_agg(key.sku || key.version, ',' ORDER BY key.sku, key.version)"
                + " FROM inventory.outbox, unnest(aggregate_ids, versions) AS key (sku, version)"));
    assertEquals(
        0,
        database.number(
            "SELECT count(*) FROM inventory.stock WHERE version <>"
                + " (SELECT max(version) FROM inventory.event WHERE aggregate_id = sku)"));
  }

  private MovementPage page(MovementCursor before, int limit) {
    return Await.result(store.movements(TEA, before, limit));
  }

  private static ReserveStock randomWish(OrderId id, List<Sku> skus, Random random) {
    var chosen = new ArrayList<>(skus);
    Collections.shuffle(chosen, random);
    return new ReserveStock(
        id,
        chosen.subList(0, 1 + random.nextInt(3)).stream()
            .map(sku -> new StockLine(sku, 1 + random.nextInt(4)))
            .toList());
  }

  private static ReserveStock wish(Sku sku, int quantity) {
    return new ReserveStock(newOrder(), List.of(new StockLine(sku, quantity)));
  }

  private static OrderId newOrder() {
    return new OrderId(UUID.randomUUID());
  }

  private static Instant now() {
    return Instant.parse("2026-11-21T10:00:00Z");
  }

  private Map<OrderId, Reply> reserve(ReserveStock... batch) {
    return Await.result(store.reserve(postgres, List.of(batch), ORIGIN, now()));
  }

  private void receive(Sku sku, int quantity) {
    receive(receipt("m1", sku, quantity, UUID.randomUUID().toString()));
  }

  private List<Answer> receive(Receipt... batch) {
    return Await.result(store.receive(postgres, List.of(batch), ORIGIN, now()));
  }

  /** As from a gateway: another receipt has another fingerprint. */
  private static Receipt receipt(String caller, Sku sku, int quantity, String key) {
    var fingerprint = sku + " " + quantity;
    return new Receipt(
        caller, new ReceiveStock(sku, quantity, "PO", new RequestKey(key, fingerprint)));
  }

  private void release(OrderId id) {
    Await.result(settled(id, false));
  }

  private void issue(OrderId id) {
    Await.result(settled(id, true));
  }

  private Future<Void> settled(OrderId id, boolean issued) {
    return postgres.inTransaction(
        tx ->
            issued
                ? store.issue(tx, List.of(id), ORIGIN, now())
                : store.release(tx, List.of(id), ORIGIN, now()));
  }

  private StockLevel level(Sku sku) {
    return Await.result(store.level(sku)).orElseThrow();
  }
}
