package io.tidegate.delivery;

import static io.tidegate.delivery.DeliveryShop.SERVICE;
import static io.tidegate.delivery.DeliveryShop.key;
import static io.tidegate.delivery.DeliveryShop.newKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchBatchesTest {

  private static final int BATCH = 10;

  private static DeliveryShop shop;

  @BeforeAll
  static void open() {
    shop = new DeliveryShop(plan -> plan.set("delivery", "dispatchBatchMax", BATCH));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void empty() {
    shop.empty();
  }

  @Test
  void dispatchesEveryScheduledDelivery() {
    shop.confirmedOrders(3 * BATCH + 1);

    assertEquals(3 * BATCH + 1, shop.dispatched(null));
    assertEquals(0, shop.dispatched(null));

    assertEquals(3 * BATCH + 1, shop.events("delivery.dispatched.v1"));
    assertEquals(0, unfinishedRuns());
  }

  @Test
  void dispatchesTheOldestUpToTheLimit() {
    shop.confirmedOrders(2 * BATCH);
    var oldest = all().stream().limit(BATCH + 5).toList();

    assertEquals(BATCH + 5, shop.dispatched(BATCH + 5));

    assertEquals(
        oldest,
        shop.page(DeliveryStatus.DISPATCHED, 200, null).items().stream()
            .map(DeliveryView::deliveryId)
            .toList());
    assertEquals(0, unfinishedRuns());
  }

  @Test
  void refusesALimitBelowOne() {
    shop.confirmedOrder();

    for (var limit : List.of(0, -1)) {
      var refused = shop.reply(new DispatchDeliveries(limit, newKey()), SERVICE);
      assertEquals(
          "/limit", assertInstanceOf(Invalid.class, refused).violations().getFirst().pointer());
    }
    assertEquals(0, shop.events("delivery.dispatched.v1"));
  }

  @Test
  void answersARepeatedKeyWithTheTotalOfTheFirst() {
    shop.confirmedOrders(2 * BATCH + 5);
    var key = newKey();
    var first = Await.result(shop.dispatch(null, key));
    shop.confirmedOrders(3);

    var again = Await.result(shop.dispatch(null, key));

    assertFalse(first.replayed());
    assertTrue(again.replayed());
    assertEquals(new DispatchResult(2 * BATCH + 5), again.reply());
    assertEquals(2 * BATCH + 5, shop.events("delivery.dispatched.v1"));
  }

  @Test
  void neverDispatchesOneTwiceWhenTwoCallAtOnce() {
    shop.confirmedOrders(40 * BATCH);

    var total = 0;
    for (var answer :
        List.of(
            shop.dispatch(null, newKey()),
            shop.dispatch(25 * BATCH, newKey()),
            shop.dispatch(null, newKey()))) {
      total += ((DispatchResult) Await.result(answer).reply()).dispatched();
    }

    assertEquals(40 * BATCH, total);
    assertEquals(40 * BATCH, shop.events("delivery.dispatched.v1"));
    assertEquals(
        40 * BATCH,
        shop.database()
            .number(
                """
                SELECT count(DISTINCT aggregate_id)
                  FROM delivery.event
                 WHERE type = 'delivery.dispatched.v1'
                """));
    assertEquals(40 * BATCH, shop.counted(DeliveryStatus.DISPATCHED));
  }

  @Test
  void staysWithinTheLimitWhenOneKeyIsAtWorkTwice() {
    shop.confirmedOrders(20 * BATCH);
    var key = newKey();

    var answers = List.of(shop.dispatch(8 * BATCH, key), shop.dispatch(8 * BATCH, key));
    answers.forEach(Await::result);

    assertEquals(8 * BATCH, shop.dispatched(8 * BATCH, key));
    assertEquals(8 * BATCH, shop.events("delivery.dispatched.v1"));
  }

  @Test
  void goesOnWhereACrashedRunStopped() {
    shop.confirmedOrders(3 * BATCH);
    var key = key("nightly");
    var last = all().getLast();
    shop.database()
        .execute(
            """
        CREATE FUNCTION delivery.fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no more paper for labels'; END $$;
        CREATE TRIGGER fail BEFORE UPDATE ON delivery.head FOR EACH ROW
          WHEN (old.aggregate_id = '%s') EXECUTE FUNCTION delivery.fail();
        """
                .formatted(last));
    Await.failure(shop.dispatch(null, key));
    assertEquals(2 * BATCH, shop.events("delivery.dispatched.v1"));
    assertEquals(1, unfinishedRuns());
    shop.database().execute("DROP FUNCTION delivery.fail CASCADE");

    assertInstanceOf(
        KeyReused.class, Await.result(shop.dispatch(1, new RequestKey("nightly", "x"))).reply());
    assertEquals(3 * BATCH, shop.dispatched(null, key));

    assertEquals(3 * BATCH, shop.events("delivery.dispatched.v1"));
    assertEquals(0, unfinishedRuns());
  }

  @Test
  void answersWhatItDidWhenItsTimeIsUp() {
    try (var hurried =
        new DeliveryShop(
            plan ->
                plan.set("delivery", "dispatchBatchMax", 1).set("delivery", "dispatchTimeMs", 1))) {
      hurried.confirmedOrders(40);

      var first = hurried.dispatched(null);
      var total = first;
      for (var more = first; more > 0; total += more) {
        more = hurried.dispatched(null);
      }

      assertTrue(first > 0 && first < 40, () -> first + " of 40 in a millisecond");
      assertEquals(40, total);
      assertEquals(40, hurried.events("delivery.dispatched.v1"));
    }
  }

  @Test
  void passesByADeliveryThatSomebodyElseIsCancelling() throws Exception {
    var orders = shop.confirmedOrders(3);
    var busy = shop.view(orders.get(1)).deliveryId();

    try (var other = shop.database().connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM delivery.head WHERE aggregate_id = '%s' FOR UPDATE".formatted(busy));
      assertEquals(2, shop.dispatched(null));
      other.rollback();
    }
    assertEquals(1, shop.dispatched(null));
  }

  @Test
  void letsEitherTheCancellationOrTheDispatchHaveAParcel() {
    var orders = shop.confirmedOrders(20 * BATCH);

    var cancellations = new HashMap<OrderId, Future<Answer>>();
    var dispatches = new ArrayList<Future<Answer>>();
    for (var order : orders) {
      if (cancellations.size() % 50 == 0) {
        dispatches.add(shop.dispatch(3 * BATCH, newKey()));
      }
      cancellations.put(order, shop.ask(new CancelDelivery(order), SERVICE));
    }

    var dispatched =
        dispatches.stream()
            .mapToInt(one -> ((DispatchResult) Await.result(one).reply()).dispatched())
            .sum();
    var refused = 0;
    cancellations.values().forEach(Await::result);
    var histories = shop.histories();
    for (var order : orders) {
      switch (Await.result(cancellations.get(order)).reply()) {
        case DeliveryCancellation _ ->
            assertEquals("delivery.scheduled.v1 delivery.cancelled.v1", histories.get(order));
        case AlreadyDispatched _ -> {
          refused++;
          assertEquals("delivery.scheduled.v1 delivery.dispatched.v1", histories.get(order));
        }
        case Object other -> throw new AssertionError("answered " + other);
      }
    }
    assertEquals(dispatched, refused);
  }

  private long unfinishedRuns() {
    return shop.database().number("SELECT count(*) FROM delivery.dispatch_run");
  }

  private List<DeliveryId> all() {
    return shop.page(null, 200, null).items().stream().map(DeliveryView::deliveryId).toList();
  }
}
