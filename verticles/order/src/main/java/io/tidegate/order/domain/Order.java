package io.tidegate.order.domain;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
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

/** An order as it stands; {@code rejection} is null unless it was rejected. */
public record Order(
    OrderId orderId,
    MemberId customerId,
    OrderStatus status,
    Channel channel,
    List<OrderLine> lines,
    Money shippingFee,
    Money total,
    String paymentMethod,
    LocalDate estimatedDelivery,
    Instant placedAt,
    Instant updatedAt,
    Rejection rejection) {
  public Order {
    lines = List.copyOf(lines);
  }

  /** The order that a placement makes. */
  public static Order of(OrderPlaced placed) {
    return new Order(
        placed.orderId(),
        placed.customerId(),
        OrderStatus.PENDING,
        placed.channel(),
        placed.lines(),
        placed.shippingFee(),
        placed.total(),
        placed.paymentMethod(),
        placed.estimatedDelivery(),
        placed.placedAt(),
        placed.placedAt(),
        null);
  }

  private static OrderStatus statusAfter(OrderEvent event) {
    return switch (event) {
      case OrderPlaced _ -> OrderStatus.PENDING;
      case OrderConfirmed _ -> OrderStatus.CONFIRMED;
      case OrderRejected _ -> OrderStatus.REJECTED;
      case OrderCancelled _ -> OrderStatus.CANCELLED;
      case OrderDispatched _ -> OrderStatus.DISPATCHED;
      case OrderDelivered _ -> OrderStatus.DELIVERED;
    };
  }

  /** The order after an event. */
  public Order evolve(OrderEvent event, Instant at) {
    return switch (event) {
      case OrderPlaced _ -> throw new IllegalStateException("an order is placed once");
      case OrderRejected(_, var slug, var detail, var sku) ->
          becoming(statusAfter(event), new Rejection(slug, detail, sku), at);
      case OrderConfirmed _, OrderCancelled _, OrderDispatched _, OrderDelivered _ ->
          becoming(statusAfter(event), null, at);
    };
  }

  /** What its owner sees. */
  public OrderView view() {
    return new OrderView(
        orderId,
        status,
        channel,
        lines,
        shippingFee,
        total,
        paymentMethod,
        estimatedDelivery,
        placedAt,
        updatedAt,
        rejection);
  }

  private Order becoming(OrderStatus next, Rejection why, Instant at) {
    return new Order(
        orderId,
        customerId,
        next,
        channel,
        lines,
        shippingFee,
        total,
        paymentMethod,
        estimatedDelivery,
        placedAt,
        at,
        why);
  }
}
