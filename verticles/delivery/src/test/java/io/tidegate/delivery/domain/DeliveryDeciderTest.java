package io.tidegate.delivery.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.NotDispatched;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryCancelled;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDelivered;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDispatched;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryScheduled;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.Decision.Refused;
import io.tidegate.delivery.domain.Decision.Unchanged;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryDeciderTest {

  private static final DeliveryId ID = new DeliveryId(new UUID(1, 1));
  private static final OrderId ORDER = new OrderId(new UUID(2, 2));
  private static final MemberId CUSTOMER = new MemberId(new UUID(3, 3));
  private static final List<CartLine> LINES = List.of(new CartLine(Sku.of("TEA"), 2));
  private static final LocalDate ESTIMATE = LocalDate.parse("2026-11-23");
  private static final Instant LEFT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant ARRIVED = Instant.parse("2026-11-22T10:00:00Z");

  private static final Delivery SCHEDULED =
      delivery(CUSTOMER, DeliveryStatus.SCHEDULED, null, null);
  private static final Delivery DISPATCHED =
      delivery(CUSTOMER, DeliveryStatus.DISPATCHED, LEFT, null);
  private static final Delivery DELIVERED =
      delivery(CUSTOMER, DeliveryStatus.DELIVERED, LEFT, ARRIVED);
  private static final Delivery CANCELLED =
      delivery(CUSTOMER, DeliveryStatus.CANCELLED, null, null);

  @Test
  void schedulesWhatTheConfirmedOrderSays() {
    assertEquals(
        new Changed(SCHEDULED, new DeliveryScheduled(ID, ORDER, LINES, ESTIMATE)),
        DeliveryDecider.schedule(ID, new OrderConfirmed(ORDER, CUSTOMER, LINES, ESTIMATE)));
  }

  @Test
  void buriesAnOrderThatItNeverHeardOf() {
    var tombstone = DeliveryDecider.bury(ID, ORDER);

    assertEquals(new DeliveryCancelled(ID, ORDER), tombstone.event());
    assertEquals(DeliveryStatus.CANCELLED, tombstone.after().status());
    assertEquals(List.of(), tombstone.after().lines());
    assertNull(tombstone.after().customerId());
  }

  @Test
  void cancelsWhatIsScheduled() {
    assertEquals(
        new Changed(CANCELLED, new DeliveryCancelled(ID, ORDER)),
        DeliveryDecider.cancel(ID, SCHEDULED));
  }

  @Test
  void leavesACancelledOneCancelled() {
    assertEquals(new Unchanged(), DeliveryDecider.cancel(ID, CANCELLED));
  }

  @Test
  void refusesToCancelWhatHasLeft() {
    var refused = new Refused(new AlreadyDispatched(ORDER));

    assertEquals(refused, DeliveryDecider.cancel(ID, DISPATCHED));
    assertEquals(refused, DeliveryDecider.cancel(ID, DELIVERED));
  }

  @Test
  void dispatchesWhatIsScheduled() {
    assertEquals(
        new Changed(DISPATCHED, new DeliveryDispatched(ID, ORDER, LEFT)),
        DeliveryDecider.dispatch(ID, SCHEDULED, LEFT));
  }

  @Test
  void dispatchesNothingElse() {
    for (var other : List.of(DISPATCHED, DELIVERED, CANCELLED)) {
      assertEquals(new Unchanged(), DeliveryDecider.dispatch(ID, other, ARRIVED));
    }
  }

  @Test
  void confirmsWhatWasDispatched() {
    assertEquals(
        new Changed(DELIVERED, new DeliveryDelivered(ID, ORDER, ARRIVED)),
        DeliveryDecider.confirm(ID, DISPATCHED, ARRIVED));
  }

  @Test
  void keepsTheMomentOfTheFirstArrival() {
    assertEquals(new Unchanged(), DeliveryDecider.confirm(ID, DELIVERED, ARRIVED.plusSeconds(9)));
  }

  @Test
  void refusesTheArrivalOfWhatNeverLeft() {
    assertEquals(
        new Refused(new NotDispatched(ID, DeliveryStatus.SCHEDULED)),
        DeliveryDecider.confirm(ID, SCHEDULED, ARRIVED));
    assertEquals(
        new Refused(new NotDispatched(ID, DeliveryStatus.CANCELLED)),
        DeliveryDecider.confirm(ID, CANCELLED, ARRIVED));
  }

  private static Delivery delivery(
      MemberId customer, DeliveryStatus status, Instant left, Instant arrived) {
    return new Delivery(ORDER, customer, status, ESTIMATE, left, arrived, LINES);
  }
}
