package io.tidegate.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderApi.OffersChanged;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Outage;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OrdersTest {

  private static final String WAITING_FOR_LOCKS =
      """
      SELECT count(*)
        FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
       WHERE datname = current_database() AND NOT granted
      """;

  private final Shop shop = new Shop();
  private final Caller member = Shop.member();
  private final Caller admin =
      new Caller(member.subject(), Set.of(Role.ROLE_ADMIN), new SessionId(UUID.randomUUID()));
  private TestDatabase database;
  private TestNode node;

  @BeforeEach
  void open() {
    database = TestDatabase.of("order", "uuid");
    node = TestNode.on(database).start();
    shop.open(node);
    node.deploy(new OrderModule(node.platform()));
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  @Test
  void confirmsWhatIsInStock() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));

    assertEquals(OrderStatus.CONFIRMED, order.status());
    assertEquals(4_500, order.total().amount());
    assertEquals(List.of("OrderPlaced", "OrderConfirmed"), history(order.orderId()));
  }

  @Test
  void rejectsWhatIsNotWithItsHistory() {
    var order = placed(Shop.wish(member, Shop.SOLD_OUT, "key"));

    assertEquals(OrderStatus.REJECTED, order.status());
    assertEquals("insufficient-stock", order.rejection().slug());
    assertEquals(Shop.SOLD_OUT, order.rejection().sku());
    assertEquals(List.of("OrderPlaced", "OrderRejected"), history(order.orderId()));
    assertEquals(
        1.0,
        node.platform()
            .meters()
            .get("tidegate.orders")
            .tags("outcome", "rejected", "reason", "insufficient-stock")
            .counter()
            .count());
  }

  @Test
  void makesNoOrderOfWhatIsNotSold() {
    reply(Shop.wish(member, Shop.NONE, "key"), member, Invalid.class);
    assertEquals(0, orders());
  }

  @Test
  void answersAKnownKeyWithItsOrderWhateverElseIsAskedAgain() {
    var wish = Shop.wish(member, Shop.TEA, "key");
    var first = placed(wish);

    var again = Await.result(ask(Shop.wish(member, Shop.TEA, "key"), member));

    assertTrue(again.replayed());
    assertEquals(first, assertInstanceOf(OrderPlacement.class, again.reply()).order());
    assertEquals(1, orders());
  }

  @Test
  void saysWhatAKeyHasMadeAndMakesNothing() {
    var key = new RequestKey("key", "fingerprint of " + Shop.TEA);
    var question = new FindPlacement(member.memberId(), key);
    reply(question, member, KeyUnused.class);
    var order = placed(Shop.wish(member, Shop.TEA, "key"));

    var known = Await.result(ask(question, member));

    assertTrue(known.replayed());
    assertEquals(order, assertInstanceOf(OrderPlacement.class, known.reply()).order());
    reply(
        new FindPlacement(member.memberId(), new RequestKey("key", "of another cart")),
        member,
        KeyReused.class);
    reply(question, Shop.member(), Forbidden.class);
    assertEquals(1, orders());
  }

  @Test
  void passesOnThatASkuIsSoldOutButNotWhenItOnlyRepeats() {
    var wish = Shop.wish(member, Shop.SOLD_OUT, "key");

    assertEquals(List.of(Shop.SOLD_OUT), reply(wish, member, OrderPlacement.class).soldOut());
    assertEquals(List.of(), reply(wish, member, OrderPlacement.class).soldOut());
    var other = Shop.wish(member, Shop.TEA, "other key");
    assertEquals(List.of(), reply(other, member, OrderPlacement.class).soldOut());
  }

  @Test
  void doesNotCallSoldOutWhatIsOnlyTooLittle() {
    var answer = reply(Shop.wish(member, Shop.SCARCE, "key"), member, OrderPlacement.class);

    assertEquals(OrderStatus.REJECTED, answer.order().status());
    assertEquals(List.of(), answer.soldOut());
  }

  @Test
  void answersAKeyThatIsStillUnderWayWithItsOrderAsItStands() {
    shop.inventorySilent = true;
    var order = placed(Shop.wish(member, Shop.TEA, "key", true));

    var again = Await.result(ask(Shop.wish(member, Shop.TEA, "key"), member));

    assertTrue(again.replayed());
    assertEquals(order, assertInstanceOf(OrderPlacement.class, again.reply()).order());
  }

  @Test
  void finishesACommandThatComesAgainBeforeItHadAnOutcome() {
    shop.inventorySilent = true;
    var wish = Shop.wish(member, Shop.TEA, "key", true);
    assertEquals(OrderStatus.PENDING, placed(wish).status());
    shop.inventorySilent = false;

    Await.until(
        "the same command leads to the outcome",
        () -> get(wish.orderId()).status() == OrderStatus.CONFIRMED || again(wish));
  }

  /** Asks the very same again; always false, as the answer is pending by wish. */
  private boolean again(PlaceOrder wish) {
    placed(wish);
    return false;
  }

  @Test
  void sharesCommitsAmongThoseWhoComeAtOnce() {
    var orders = 200;
    var answers =
        IntStream.range(0, orders)
            .mapToObj(number -> ask(Shop.wish(member, Shop.TEA, "key " + number), member))
            .toList();

    answers.forEach(
        answer ->
            assertEquals(
                OrderStatus.CONFIRMED,
                ((OrderPlacement) Await.result(answer).reply()).order().status()));
    assertEquals(orders, orders());
    for (var batch : List.of("order.place", "order.decide")) {
      var size = node.platform().meters().get("tidegate.batch.size").tag("batch", batch).summary();
      assertEquals(orders, size.totalAmount());
      assertTrue(size.count() < orders / 4, batch + " took " + size.count() + " commits");
    }
  }

  @Test
  void makesOneOrderOfManyRequestsAtOnceWithOneKey() {
    var answers =
        Stream.generate(() -> ask(Shop.wish(member, Shop.TEA, "key"), member)).limit(20).toList();
    var ids =
        answers.stream()
            .map(answer -> (OrderPlacement) Await.result(answer).reply())
            .map(placement -> placement.order().orderId())
            .distinct()
            .toList();

    assertEquals(1, ids.size());
    assertEquals(1, orders());
  }

  @Test
  void refusesAKeyForAnotherCart() {
    placed(Shop.wish(member, Shop.TEA, "key"));
    reply(Shop.wish(member, Shop.SOLD_OUT, "key"), member, KeyReused.class);
    // Also where the other cart makes no sense.
    reply(Shop.wish(member, Shop.NONE, "key"), member, KeyReused.class);

    assertEquals(1, orders());
  }

  @Test
  void keepsKeysOfMembersApart() {
    var other = Shop.member();
    var mine = placed(Shop.wish(member, Shop.TEA, "key"));
    var theirs = reply(Shop.wish(other, Shop.TEA, "key"), other, OrderPlacement.class).order();

    assertNotEquals(mine.orderId(), theirs.orderId());
  }

  @Test
  void placesForNobodyElse() {
    reply(Shop.wish(Shop.member(), Shop.TEA, "key"), member, Forbidden.class);
    assertEquals(0, orders());
  }

  @Test
  void answersPendingWhileInventoryIsSilent() {
    shop.inventorySilent = true;
    var wish = Shop.wish(member, Shop.TEA, "key");

    var answer = Await.result(shortly(wish));

    var order = assertInstanceOf(OrderPlacement.class, answer.reply()).order();
    assertEquals(OrderStatus.PENDING, order.status());
    assertEquals(OrderStatus.PENDING, get(order.orderId()).status());
  }

  @Test
  void saysThatNothingWasDoneForWhoWaitsBehindABatchThatHangs() throws SQLException {
    Future<Answer> hanging;
    try (var connection = database.connect();
        var lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE \"order\".head IN ACCESS EXCLUSIVE MODE");
      hanging = ask(Shop.wish(member, Shop.TEA, "hanging"), member);
      Await.until("its batch waits for the lock", () -> 1 == database.number(WAITING_FOR_LOCKS));

      assertEquals(Fault.EXPIRED, fault(shortly(Shop.wish(member, Shop.TEA, "behind"))));
      connection.rollback();
    }

    Await.result(hanging);
    assertEquals(1, orders());
  }

  @Test
  void saysThatNothingWasDoneWhereTheCatalogueIsSilent() {
    shop.catalogueSilent = true;

    assertEquals(Fault.EXPIRED, fault(shortly(Shop.wish(member, Shop.TEA, "key"))));
    assertEquals(0, orders());
  }

  @Test
  void answersAtOnceWhereThatIsWished() {
    var order = placed(Shop.wish(member, Shop.TEA, "key", true));

    assertEquals(OrderStatus.PENDING, order.status());
    Await.until(
        "the order is confirmed without another call",
        () -> get(order.orderId()).status() == OrderStatus.CONFIRMED);
  }

  @Test
  void finishesWhatWasInterrupted() {
    shop.inventorySilent = true;
    var order = placed(Shop.wish(member, Shop.TEA, "key", true));
    var rejected = placed(Shop.wish(member, Shop.SOLD_OUT, "other", true));
    shop.inventorySilent = false;
    node.clock().advance(Duration.ofMinutes(1));

    var module = new SweepOf(node);
    try {
      Await.result(module.turn());
    } finally {
      module.close();
    }

    assertEquals(OrderStatus.CONFIRMED, get(order.orderId()).status());
    assertEquals(OrderStatus.REJECTED, get(rejected.orderId()).status());
  }

  @Test
  void cancelsOnceAndSaysSoAgain() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));
    var cancel = new CancelOrder(order.orderId(), key("cancel"));

    var first = Await.result(ask(cancel, member));
    var replayed = Await.result(ask(cancel, member));
    var again = Await.result(ask(new CancelOrder(order.orderId(), key("other")), member));

    assertEquals(OrderStatus.CANCELLED, assertInstanceOf(OrderView.class, first.reply()).status());
    assertFalse(first.replayed());
    assertTrue(replayed.replayed());
    assertEquals(first.reply(), replayed.reply());
    assertEquals(first.reply(), again.reply());
    assertEquals(
        List.of("OrderPlaced", "OrderConfirmed", "OrderCancelled"), history(order.orderId()));
  }

  @Test
  void leavesInDoubtWhatDeliveryHasCancelledAndOrderCannotWriteDown() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));
    var cancel = new CancelOrder(order.orderId(), key("cancel"));
    shop.onceCancelled = this::openBreakerOfPostgres;

    assertTrue(fault(ask(cancel, member)).maybeExecuted());

    shop.onceCancelled = () -> {};
    Await.until(
        "the same key cancels it",
        () -> Await.result(ask(cancel, member).map(true).otherwise(false)));
    assertEquals(OrderStatus.CANCELLED, get(order.orderId()).status());
  }

  private void openBreakerOfPostgres() {
    var breaker = node.platform().breakers().of("postgres-order", Outage::isOutage);
    for (var call = 0; call < 1_000; call++) {
      var _ = breaker.guard(() -> Future.failedFuture(new IOException("lost")));
    }
  }

  @Test
  void doesNotCancelWhatHasLeft() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));
    shop.dispatched = true;

    reply(new CancelOrder(order.orderId(), key("cancel")), member, NotCancellable.class);
    assertEquals(OrderStatus.CONFIRMED, get(order.orderId()).status());
  }

  @Test
  void doesNotCancelWhatWasRejected() {
    var order = placed(Shop.wish(member, Shop.SOLD_OUT, "key"));

    reply(new CancelOrder(order.orderId(), key("cancel")), member, NotCancellable.class);
  }

  @Test
  void showsAnOrderToNobodyElse() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));
    var stranger = Shop.member();

    reply(new GetOrder(order.orderId()), stranger, NotFound.class);
    reply(new ListOrderEvents(order.orderId(), 0, 10), stranger, NotFound.class);
    reply(new CancelOrder(order.orderId(), key("cancel")), stranger, NotFound.class);
    assertEquals(OrderStatus.CONFIRMED, get(order.orderId()).status());
  }

  @Test
  void pagesThroughAMembersOrdersNewestFirst() {
    var ids =
        Stream.of("a", "b", "c")
            .map(key -> placed(withTimedId(Shop.wish(member, Shop.TEA, key))).orderId())
            .toList();

    var first = page(new PageRequest(2, null));
    var second = page(new PageRequest(2, first.next()));

    assertEquals(List.of(ids.get(2), ids.get(1)), idsOf(first));
    assertEquals(List.of(ids.get(0)), idsOf(second));
    assertEquals(null, second.next());
    reply(new ListOrders(new PageRequest(2, "nonsense")), member, Invalid.class);
  }

  @Test
  void pagesThroughTheSalesByWhatIsAskedFor() {
    var first = placed(withTimedId(Shop.wish(member, Shop.TEA, "a")));
    var rejected = placed(withTimedId(Shop.wish(member, Shop.SOLD_OUT, "b")));
    var last = placed(withTimedId(Shop.wish(member, Shop.TEA, "c")));

    var page = sales(null, null, null, new PageRequest(2, null));
    assertEquals(List.of(last.orderId(), rejected.orderId()), idsOf(page));
    page = sales(null, null, null, new PageRequest(2, page.next()));
    assertEquals(List.of(first.orderId()), idsOf(page));
    assertEquals(null, page.next());

    var all = new PageRequest(10, null);
    assertEquals(List.of(rejected.orderId()), idsOf(sales(OrderStatus.REJECTED, null, null, all)));
    assertEquals(
        List.of(last.orderId(), rejected.orderId()),
        idsOf(sales(null, rejected.placedAt(), null, all)));
    assertEquals(
        List.of(rejected.orderId(), first.orderId()),
        idsOf(sales(null, null, last.placedAt(), all)));
    assertEquals(
        List.of(first.orderId()),
        idsOf(sales(OrderStatus.CONFIRMED, first.placedAt(), last.placedAt(), all)));
    reply(
        new ListSales(null, null, null, null, new PageRequest(2, "nonsense")),
        admin,
        Invalid.class);
    reply(new ListSales(null, null, null, null, all), member, Forbidden.class);
  }

  private OrderPage sales(OrderStatus status, Instant from, Instant to, PageRequest page) {
    return reply(new ListSales(status, null, from, to, page), admin, OrderPage.class);
  }

  @Test
  void pricesByTheTermsThatWereLastToldOf() {
    offer(1_000);
    assertEquals(4_500, placed(Shop.wish(member, Shop.TEA, "a")).total().amount());

    offer(2_000);
    assertEquals(4_500, placed(Shop.wish(member, Shop.TEA, "still remembered")).total().amount());
    node.platform()
        .bus()
        .tell(OrderApi.OFFERS_CHANGED_ADDRESS, new OffersChanged(List.of(Shop.TEA)));

    Await.until(
        "the new price is asked for",
        () ->
            placed(Shop.wish(member, Shop.TEA, UUID.randomUUID().toString())).total().amount()
                == 6_500);
  }

  private void offer(long price) {
    database.execute(
        """
        INSERT INTO "order".offer VALUES ('WEB', 'TEA', 1, '%s')
            ON CONFLICT (channel, sku) DO UPDATE SET terms = excluded.terms
        """
            .formatted(Json.encode(Shop.terms(Shop.TEA, price))));
  }

  @Test
  void pagesThroughAnOrdersHistory() {
    var order = placed(Shop.wish(member, Shop.TEA, "key"));

    var first = reply(new ListOrderEvents(order.orderId(), 0, 1), member, OrderEventPage.class);
    var second =
        reply(new ListOrderEvents(order.orderId(), first.next(), 1), member, OrderEventPage.class);

    assertEquals(1, first.items().getFirst().version());
    assertEquals(2, second.items().getFirst().version());
    assertEquals(null, second.next());
  }

  private PlaceOrder withTimedId(PlaceOrder wish) {
    // Ids of one millisecond are in no order; the clock of this node can be put forward.
    node.clock().advance(Duration.ofMillis(10));
    return new PlaceOrder(
        new OrderId(node.platform().ids().next()),
        wish.customerId(),
        wish.channel(),
        wish.lines(),
        wish.paymentMethod(),
        wish.deliveryAddress(),
        wish.respondAsync(),
        wish.key());
  }

  private OrderPage page(PageRequest page) {
    return reply(new ListOrders(page), member, OrderPage.class);
  }

  private static List<OrderId> idsOf(OrderPage page) {
    return page.items().stream().map(OrderView::orderId).toList();
  }

  private Future<Answer> shortly(PlaceOrder wish) {
    var deadline = Deadline.in(Duration.ofMillis(900));
    return node.platform().bus().ask("order", wish, member, deadline, null);
  }

  private static Fault fault(Future<Answer> asked) {
    return assertInstanceOf(FaultException.class, Await.failure(asked)).fault();
  }

  private OrderView placed(PlaceOrder wish) {
    return reply(wish, member, OrderPlacement.class).order();
  }

  private OrderView get(OrderId id) {
    return reply(new GetOrder(id), member, OrderView.class);
  }

  private List<String> history(OrderId id) {
    return reply(new ListOrderEvents(id, 0, 100), member, OrderEventPage.class).items().stream()
        .map(OrderEventView::type)
        .toList();
  }

  private long orders() {
    return database.number("SELECT count(*) FROM \"order\".head");
  }

  private static RequestKey key(String text) {
    return new RequestKey(text, "fingerprint");
  }

  private Future<Answer> ask(Request request, Caller caller) {
    return node.ask("order", request, caller);
  }

  private <R extends Reply> R reply(Request request, Caller caller, Class<R> type) {
    return node.ask("order", request, caller, type);
  }
}
