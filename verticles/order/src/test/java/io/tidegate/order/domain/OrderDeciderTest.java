package io.tidegate.order.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.StockReleased;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.contracts.order.OrderEvents.OrderDelivered;
import io.tidegate.contracts.order.OrderEvents.OrderDispatched;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class OrderDeciderTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Sku TEA = Sku.of("TEA");
  private static final OrderId ID = new OrderId(UUID.randomUUID());

  private static final OrderPlaced PLACED =
      new OrderPlaced(
          ID,
          new MemberId(UUID.randomUUID()),
          Channel.of("WEB"),
          List.of(new OrderLine(TEA, "Tea", 2, krw(5), krw(10))),
          krw(0),
          krw(10),
          "CARD",
          LocalDate.of(2026, 11, 23),
          new Address("Kim", "1 Road", null, "Seoul", "04524", "KR"),
          AT);

  @Test
  void confirmsWhatIsReserved() {
    assertAccepted(
        new OrderConfirmed(
            ID, PLACED.customerId(), List.of(new CartLine(TEA, 2)), PLACED.estimatedDelivery()),
        OrderDecider.settle(order(OrderStatus.PENDING), new StockReserved(ID)));
  }

  @Test
  void rejectsWhatIsNotThere() {
    assertAccepted(
        new OrderRejected(ID, "insufficient-stock", "2 of TEA asked for, 1 available", TEA),
        OrderDecider.settle(order(OrderStatus.PENDING), new StockShort(ID, TEA, 2, 1, false)));
  }

  @Test
  void rejectsWhatWasReleasedBeforeItWasReserved() {
    var decision = OrderDecider.settle(order(OrderStatus.PENDING), new StockReleased(ID));
    assertInstanceOf(OrderRejected.class, accepted(decision).getFirst());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PENDING")
  void settlesAnOrderOnce(OrderStatus status) {
    assertEquals(
        Decision.nothing(),
        OrderDecider.settle(order(status), new StockShort(ID, TEA, 2, 1, false)));
    assertEquals(Decision.nothing(), OrderDecider.settle(order(status), new StockReserved(ID)));
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CONFIRMED"})
  void cancelsBeforeTheParcelLeaves(OrderStatus status) {
    assertAccepted(new OrderCancelled(ID), OrderDecider.cancel(order(status)));
  }

  @Test
  void cancelsOnce() {
    assertEquals(Decision.nothing(), OrderDecider.cancel(order(OrderStatus.CANCELLED)));
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "DISPATCHED", "DELIVERED"})
  void doesNotCancelWhatHasEndedOrLeft(OrderStatus status) {
    assertEquals(
        Decision.refuse(new NotCancellable(ID, status)), OrderDecider.cancel(order(status)));
  }

  @Test
  void followsTheParcelOnce() {
    assertAccepted(
        new OrderDispatched(ID, AT), OrderDecider.dispatch(order(OrderStatus.CONFIRMED), AT));
    assertAccepted(
        new OrderDelivered(ID, AT), OrderDecider.deliver(order(OrderStatus.DISPATCHED), AT));
    for (var status : List.of(OrderStatus.DISPATCHED, OrderStatus.DELIVERED)) {
      assertEquals(Decision.nothing(), OrderDecider.dispatch(order(status), AT));
    }
    assertEquals(Decision.nothing(), OrderDecider.deliver(order(OrderStatus.DELIVERED), AT));
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "REJECTED", "CANCELLED"})
  void callsAParcelOfNoOrderABug(OrderStatus status) {
    assertThrows(IllegalStateException.class, () -> OrderDecider.dispatch(order(status), AT));
    assertThrows(IllegalStateException.class, () -> OrderDecider.deliver(order(status), AT));
  }

  @Test
  void remembersWhyItWasRejected() {
    var rejected =
        Order.of(PLACED).evolve(new OrderRejected(ID, "insufficient-stock", "none", TEA), AT);

    assertEquals(OrderStatus.REJECTED, rejected.status());
    assertEquals(new Rejection("insufficient-stock", "none", TEA), rejected.view().rejection());
  }

  @Test
  void isPlacedOnce() {
    assertThrows(IllegalStateException.class, () -> Order.of(PLACED).evolve(PLACED, AT));
  }

  private static Order order(OrderStatus status) {
    var pending = Order.of(PLACED);
    return switch (status) {
      case PENDING -> pending;
      case CONFIRMED -> pending.evolve(confirmed(), AT);
      case DISPATCHED -> order(OrderStatus.CONFIRMED).evolve(new OrderDispatched(ID, AT), AT);
      case DELIVERED -> order(OrderStatus.DISPATCHED).evolve(new OrderDelivered(ID, AT), AT);
      case REJECTED -> pending.evolve(new OrderRejected(ID, "insufficient-stock", "none", TEA), AT);
      case CANCELLED -> pending.evolve(new OrderCancelled(ID), AT);
    };
  }

  private static OrderConfirmed confirmed() {
    return new OrderConfirmed(
        ID, PLACED.customerId(), List.of(new CartLine(TEA, 2)), PLACED.estimatedDelivery());
  }

  private static void assertAccepted(OrderEvent expected, Decision decision) {
    assertEquals(List.of(expected), accepted(decision));
  }

  private static List<OrderEvent> accepted(Decision decision) {
    return assertInstanceOf(Decision.Accepted.class, decision).events();
  }

  private static Money krw(long amount) {
    return new Money(amount, "KRW");
  }
}
