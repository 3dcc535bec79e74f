package io.tidegate.delivery.domain;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A delivery as it stands.
 *
 * @param customerId null in a tombstone: delivery never heard of the order
 * @param estimatedDelivery null in a tombstone
 * @param dispatchedAt null until it was dispatched
 * @param deliveredAt null until it arrived
 */
public record Delivery(
    OrderId orderId,
    MemberId customerId,
    DeliveryStatus status,
    LocalDate estimatedDelivery,
    Instant dispatchedAt,
    Instant deliveredAt,
    List<CartLine> lines) {
  public Delivery {
    lines = List.copyOf(lines);
  }

  Delivery cancelled() {
    return moved(DeliveryStatus.CANCELLED, null, null);
  }

  Delivery dispatched(Instant at) {
    return moved(DeliveryStatus.DISPATCHED, at, null);
  }

  Delivery delivered(Instant at) {
    return moved(DeliveryStatus.DELIVERED, dispatchedAt, at);
  }

  private Delivery moved(DeliveryStatus to, Instant left, Instant arrived) {
    return new Delivery(orderId, customerId, to, estimatedDelivery, left, arrived, lines);
  }
}
