package io.tidegate.contracts.delivery;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.EventType;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What delivery publishes, keyed by delivery id. */
public final class DeliveryEvents {

  public static final String TOPIC = "tidegate.delivery.events";

  private DeliveryEvents() {}

  /** A fact about a delivery. */
  public sealed interface DeliveryEvent extends DomainEvent {

    DeliveryId deliveryId();

    OrderId orderId();

    @Override
    default String aggregateId() {
      return deliveryId().toString();
    }
  }

  /** The parcel will leave with one of the next batches. */
  @EventType("delivery.scheduled.v1")
  public record DeliveryScheduled(
      DeliveryId deliveryId, OrderId orderId, List<CartLine> lines, LocalDate estimatedDelivery)
      implements DeliveryEvent {
    public DeliveryScheduled {
      lines = List.copyOf(lines);
    }
  }

  /** The parcel left: its goods are to be issued. */
  @EventType("delivery.dispatched.v1")
  public record DeliveryDispatched(DeliveryId deliveryId, OrderId orderId, Instant dispatchedAt)
      implements DeliveryEvent {}

  /** The parcel arrived. */
  @EventType("delivery.delivered.v1")
  public record DeliveryDelivered(DeliveryId deliveryId, OrderId orderId, Instant deliveredAt)
      implements DeliveryEvent {}

  /** The parcel will never leave. */
  @EventType("delivery.cancelled.v1")
  public record DeliveryCancelled(DeliveryId deliveryId, OrderId orderId)
      implements DeliveryEvent {}
}
