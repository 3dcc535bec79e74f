package io.tidegate.delivery;

import static io.tidegate.delivery.DeliveryShop.SERVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhenOrderConfirmedThenScheduleDeliveryTest {

  private static DeliveryShop shop;

  @BeforeAll
  static void open() {
    shop = new DeliveryShop();
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
  void schedulesEachOrderOfABatch() {
    var orders = shop.confirmedOrders(20);

    var histories = shop.histories();
    assertEquals(20, histories.size());
    orders.forEach(order -> assertEquals("delivery.scheduled.v1", histories.get(order)));
  }

  @Test
  void schedulesNothingTwiceWhenTheEventComesAgain() {
    var order = shop.newOrder();

    Await.result(shop.hear(order));
    Await.result(shop.hear(order, shop.newOrder()));

    assertEquals("delivery.scheduled.v1", shop.history(order));
    assertEquals(2, shop.events("delivery.scheduled.v1"));
    assertEquals(2, shop.counted(DeliveryStatus.SCHEDULED));
  }

  @Test
  void schedulesNothingTwiceWithinABatch() {
    var order = shop.newOrder();

    Await.result(shop.hear(order, order));

    assertEquals("delivery.scheduled.v1", shop.history(order));
  }

  @Test
  void schedulesNothingForAnOrderThatWasCancelledBefore() {
    var order = shop.newOrder();
    shop.cancel(order);

    Await.result(shop.hear(order));

    assertEquals("delivery.cancelled.v1", shop.history(order));
    assertEquals(DeliveryStatus.CANCELLED, shop.view(order).status());
    assertEquals(0, shop.dispatched(null));
  }

  @Test
  void leavesACancelledOrderCancelledWhoeverComesFirst() {
    var orders = IntStream.range(0, 60).mapToObj(_ -> shop.newOrder()).toList();

    var cancellations = new ArrayList<Future<Answer>>();
    var confirmations = new ArrayList<Future<Void>>();
    for (var start = 0; start < orders.size(); start += 10) {
      var batch = orders.subList(start, start + 10);
      confirmations.add(shop.hear(batch.toArray(OrderId[]::new)));
      confirmations.add(shop.hear(batch.reversed().toArray(OrderId[]::new)));
      batch.forEach(order -> cancellations.add(shop.ask(new CancelDelivery(order), SERVICE)));
    }

    confirmations.forEach(Await::result);
    cancellations.forEach(
        one -> assertInstanceOf(DeliveryCancellation.class, Await.result(one).reply()));
    assertEquals(0, shop.dispatched(null));
    assertEquals(60, shop.events("delivery.cancelled.v1"));
    assertEquals(60, shop.database().number("SELECT count(*) FROM delivery.head"));
  }

  @Test
  void countsNothingThatWasRolledBack() {
    shop.database()
        .execute("ALTER TABLE delivery.event ADD CONSTRAINT event_full CHECK (version > 9)");
    try {
      Await.failure(shop.hear(shop.newOrder()));
    } finally {
      shop.database().execute("ALTER TABLE delivery.event DROP CONSTRAINT event_full");
    }

    assertEquals(0, shop.counted(DeliveryStatus.SCHEDULED));
    assertEquals(0, shop.database().number("SELECT count(*) FROM delivery.delivery_of_order"));
  }
}
