package io.tidegate.delivery;

import static io.tidegate.delivery.DeliveryShop.ADMIN;
import static io.tidegate.delivery.DeliveryShop.CUSTOMER;
import static io.tidegate.delivery.DeliveryShop.ESTIMATE;
import static io.tidegate.delivery.DeliveryShop.LINES;
import static io.tidegate.delivery.DeliveryShop.SERVICE;
import static io.tidegate.delivery.DeliveryShop.member;
import static io.tidegate.delivery.DeliveryShop.newKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ConfirmDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ListDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.NotDispatched;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryServiceTest {

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
  void showsADeliveryToItsCustomer() {
    var order = shop.confirmedOrder();

    var view = (DeliveryView) shop.reply(new GetDelivery(order), member(CUSTOMER));

    assertEquals(order, view.orderId());
    assertEquals(DeliveryStatus.SCHEDULED, view.status());
    assertEquals(ESTIMATE, view.estimatedDelivery());
    assertEquals(LINES, view.lines());
    assertNull(view.dispatchedAt());
    assertNull(view.deliveredAt());
  }

  @Test
  void hidesADeliveryFromEverybodyElse() {
    var order = shop.confirmedOrder();
    var stranger = member(new MemberId(UUID.randomUUID()));

    assertInstanceOf(NotFound.class, shop.reply(new GetDelivery(order), stranger));
    assertInstanceOf(NotFound.class, shop.reply(new GetDelivery(order), SERVICE));
    assertInstanceOf(NotFound.class, shop.reply(new GetDelivery(shop.newOrder()), ADMIN));
  }

  @Test
  void cancelsAScheduledDelivery() {
    var order = shop.confirmedOrder();

    assertEquals(new DeliveryCancellation(order), shop.cancel(order));

    assertEquals("delivery.scheduled.v1 delivery.cancelled.v1", shop.history(order));
    assertEquals(DeliveryStatus.CANCELLED, shop.view(order).status());
    assertEquals(0, shop.dispatched(null));
  }

  @Test
  void cancelsACancelledDeliveryWithoutASecondEvent() {
    var order = shop.confirmedOrder();
    shop.cancel(order);

    assertEquals(new DeliveryCancellation(order), shop.cancel(order));
    assertEquals("delivery.scheduled.v1 delivery.cancelled.v1", shop.history(order));
  }

  @Test
  void refusesToCancelWhatHasLeft() {
    var order = shop.confirmedOrder();
    shop.dispatched(null);

    assertEquals(new AlreadyDispatched(order), shop.cancel(order));
    shop.arrive(shop.view(order));
    assertEquals(new AlreadyDispatched(order), shop.cancel(order));
  }

  @Test
  void buriesAnOrderThatItNeverHeardOf() {
    var order = shop.newOrder();

    assertEquals(new DeliveryCancellation(order), shop.cancel(order));
    assertEquals(new DeliveryCancellation(order), shop.cancel(order));

    assertEquals("delivery.cancelled.v1", shop.history(order));
    assertEquals(DeliveryStatus.CANCELLED, shop.view(order).status());
    assertEquals(List.of(), shop.view(order).lines());
  }

  @Test
  void hidesATombstoneFromMembers() {
    var order = shop.newOrder();
    shop.cancel(order);

    assertInstanceOf(NotFound.class, shop.reply(new GetDelivery(order), member(CUSTOMER)));
  }

  @Test
  void confirmsAnArrival() {
    var order = shop.confirmedOrder();
    shop.dispatched(null);

    var arrived = (DeliveryView) shop.arrive(shop.view(order));

    assertEquals(DeliveryStatus.DELIVERED, arrived.status());
    assertNotNull(arrived.dispatchedAt());
    assertNotNull(arrived.deliveredAt());
    assertEquals(arrived, shop.view(order));
    assertEquals(
        "delivery.scheduled.v1 delivery.dispatched.v1 delivery.delivered.v1", shop.history(order));
  }

  @Test
  void answersASecondConfirmationWithTheFirstArrival() {
    var order = shop.confirmedOrder();
    shop.dispatched(null);

    var first = shop.arrive(shop.view(order));

    assertEquals(first, shop.arrive(shop.view(order)));
    assertEquals(1, shop.events("delivery.delivered.v1"));
  }

  @Test
  void refusesTheArrivalOfWhatNeverLeft() {
    var scheduled = shop.view(shop.confirmedOrder());
    var cancelled = shop.confirmedOrder();
    shop.cancel(cancelled);

    assertEquals(
        new NotDispatched(scheduled.deliveryId(), DeliveryStatus.SCHEDULED),
        shop.arrive(scheduled));
    assertEquals(
        new NotDispatched(shop.view(cancelled).deliveryId(), DeliveryStatus.CANCELLED),
        shop.arrive(shop.view(cancelled)));
  }

  @Test
  void doesNotKnowADeliveryThatNeverWas() {
    var unknown = new ConfirmDelivery(new DeliveryId(UUID.randomUUID()), newKey());

    assertInstanceOf(NotFound.class, shop.reply(unknown, ADMIN));
  }

  @Test
  void asksForTheRoleThatACallNeeds() {
    var order = shop.confirmedOrder();
    var delivery = shop.view(order).deliveryId();
    var member = member(CUSTOMER);

    for (var request :
        List.of(
            new CancelDelivery(order),
            new DispatchDeliveries(null, newKey()),
            new ConfirmDelivery(delivery, newKey()),
            new ListDeliveries(null, new PageRequest(1, null)))) {
      assertInstanceOf(Forbidden.class, shop.reply(request, member));
    }
    assertInstanceOf(Forbidden.class, shop.reply(new CancelDelivery(order), ADMIN));
    assertEquals("delivery.scheduled.v1", shop.history(order));
  }

  @Test
  void listsEveryDeliveryOncePageByPage() {
    shop.confirmedOrders(7);

    var seen = new ArrayList<DeliveryId>();
    String cursor = null;
    do {
      var page = shop.page(null, 3, cursor);
      page.items().forEach(item -> seen.add(item.deliveryId()));
      cursor = page.next();
    } while (cursor != null);

    assertEquals(7, seen.size());
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
  }

  @Test
  void givesNoCursorWhereThePageIsTheLast() {
    shop.confirmedOrders(3);

    assertNull(shop.page(null, 3, null).next());
    assertNotEquals(null, shop.page(null, 2, null).next());
  }

  @Test
  void listsDeliveriesOfOneStatus() {
    var cancelled = shop.confirmedOrder();
    shop.confirmedOrders(2);
    shop.cancel(cancelled);

    assertEquals(List.of(cancelled), orders(DeliveryStatus.CANCELLED));
    assertEquals(2, orders(DeliveryStatus.SCHEDULED).size());
    assertEquals(List.of(), orders(DeliveryStatus.DELIVERED));
  }

  @Test
  void refusesACursorThatItNeverGave() {
    for (var cursor : List.of("", "?", "bm9uc2Vuc2U")) {
      var list = new ListDeliveries(null, new PageRequest(10, cursor));
      var refusal = assertInstanceOf(Invalid.class, shop.reply(list, ADMIN));
      assertEquals("/cursor", refusal.violations().getFirst().pointer());
    }
  }

  @Test
  void countsDeliveriesByTheStatusThatTheyCameTo() {
    var orders = shop.confirmedOrders(3);
    shop.cancel(orders.getFirst());
    shop.dispatched(null);
    shop.arrive(shop.view(orders.getLast()));

    assertEquals(3, shop.counted(DeliveryStatus.SCHEDULED));
    assertEquals(1, shop.counted(DeliveryStatus.CANCELLED));
    assertEquals(2, shop.counted(DeliveryStatus.DISPATCHED));
    assertEquals(1, shop.counted(DeliveryStatus.DELIVERED));
  }

  @Test
  void answersAnUnreachableDatabaseAsAFault() {
    var nobody = "postgresql://nobody:nothing@127.0.0.1:9/none";
    try (var node =
        TestNode.on(shop.database())
            .set("delivery", "writeUri", nobody)
            .set("delivery", "readUri", nobody)
            .start()) {
      node.deploy(new DeliveryModule(node.platform()));

      for (var request :
          List.of(new GetDelivery(shop.newOrder()), new CancelDelivery(shop.newOrder()))) {
        var failure = Await.failure(node.ask("delivery", request, SERVICE));
        assertEquals(Fault.DEPENDENCY, assertInstanceOf(FaultException.class, failure).fault());
      }
    }
  }

  private List<OrderId> orders(DeliveryStatus status) {
    return shop.page(status, 10, null).items().stream().map(DeliveryView::orderId).toList();
  }
}
