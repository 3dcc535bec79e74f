package io.tidegate.delivery.domain;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.NotDispatched;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryCancelled;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDelivered;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDispatched;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryScheduled;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.Decision.Refused;
import io.tidegate.delivery.domain.Decision.Unchanged;
import java.time.Instant;
import java.util.List;

/**
 * The rules: SCHEDULED → DISPATCHED → DELIVERED, or SCHEDULED → CANCELLED. What has left cannot be
 * cancelled, and what was cancelled never leaves.
 */
public final class DeliveryDecider {

  private DeliveryDecider() {}

  /** The delivery of an order that has none yet. */
  public static Changed schedule(DeliveryId id, OrderConfirmed order) {
    return new Changed(
        new Delivery(
            order.orderId(),
            order.customerId(),
            DeliveryStatus.SCHEDULED,
            order.estimatedDelivery(),
            null,
            null,
            order.lines()),
        new DeliveryScheduled(id, order.orderId(), order.lines(), order.estimatedDelivery()));
  }

  /** The tombstone of an order that was cancelled before it was heard of. */
  public static Changed bury(DeliveryId id, OrderId orderId) {
    return new Changed(
        new Delivery(orderId, null, DeliveryStatus.CANCELLED, null, null, null, List.of()),
        new DeliveryCancelled(id, orderId));
  }

  /** Keeps the parcel from leaving. */
  public static Decision cancel(DeliveryId id, Delivery delivery) {
    return switch (delivery.status()) {
      case SCHEDULED ->
          new Changed(delivery.cancelled(), new DeliveryCancelled(id, delivery.orderId()));
      case CANCELLED -> new Unchanged();
      case DISPATCHED, DELIVERED -> new Refused(new AlreadyDispatched(delivery.orderId()));
    };
  }

  /** Sends the parcel off, if it is one to be sent off. */
  public static Decision dispatch(DeliveryId id, Delivery delivery, Instant at) {
    return switch (delivery.status()) {
      case SCHEDULED ->
          new Changed(delivery.dispatched(at), new DeliveryDispatched(id, delivery.orderId(), at));
      case DISPATCHED, DELIVERED, CANCELLED -> new Unchanged();
    };
  }

  /** The parcel arrived. */
  public static Decision confirm(DeliveryId id, Delivery delivery, Instant at) {
    return switch (delivery.status()) {
      case DISPATCHED ->
          new Changed(delivery.delivered(at), new DeliveryDelivered(id, delivery.orderId(), at));
      case DELIVERED -> new Unchanged();
      case SCHEDULED, CANCELLED -> new Refused(new NotDispatched(id, delivery.status()));
    };
  }
}
