package io.tidegate.contracts.order;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.EventType;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What order publishes, keyed by order id. */
public final class OrderEvents {

  public static final String TOPIC = "tidegate.order.events";

  private OrderEvents() {}

  /** A fact about an order. */
  public sealed interface OrderEvent extends DomainEvent {

    OrderId orderId();

    @Override
    default String aggregateId() {
      return orderId().toString();
    }
  }

  /** The order is on disk with its prices; nothing is reserved yet. */
  @EventType("order.placed.v1")
  public record OrderPlaced(
      OrderId orderId,
      MemberId customerId,
      Channel channel,
      List<OrderLine> lines,
      Money shippingFee,
      Money total,
      String paymentMethod,
      LocalDate estimatedDelivery,
      Address deliveryAddress,
      Instant placedAt)
      implements OrderEvent {
    public OrderPlaced {
      lines = List.copyOf(lines);
    }
  }

  /** Every line is reserved. Carries what delivery needs to schedule it. */
  @EventType("order.confirmed.v1")
  public record OrderConfirmed(
      OrderId orderId, MemberId customerId, List<CartLine> lines, LocalDate estimatedDelivery)
      implements OrderEvent {
    public OrderConfirmed {
      lines = List.copyOf(lines);
    }
  }

  /** The order ended without goods; {@code slug} names the problem, {@code sku} may be null. */
  @EventType("order.rejected.v1")
  public record OrderRejected(OrderId orderId, String slug, String detail, Sku sku)
      implements OrderEvent {}

  /** The order was cancelled before its parcel left. */
  @EventType("order.cancelled.v1")
  public record OrderCancelled(OrderId orderId) implements OrderEvent {}

  /** The parcel left. */
  @EventType("order.dispatched.v1")
  public record OrderDispatched(OrderId orderId, Instant dispatchedAt) implements OrderEvent {}

  /** The parcel arrived. */
  @EventType("order.delivered.v1")
  public record OrderDelivered(OrderId orderId, Instant deliveredAt) implements OrderEvent {}
}
