package io.tidegate.order.domain;

import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.StockReleased;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.contracts.order.OrderEvents.OrderDelivered;
import io.tidegate.contracts.order.OrderEvents.OrderDispatched;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;
import java.time.Instant;

/** What may become of an order that is on disk. */
public final class OrderDecider {

  private static final String SHORT = "insufficient-stock";

  private OrderDecider() {}

  /** Inventory has answered. An order that has moved on meanwhile stays as it is. */
  public static Decision settle(Order order, InventoryApi.Reply outcome) {
    return switch (order.status()) {
      case PENDING -> settlePending(order, outcome);
      case CONFIRMED, REJECTED, CANCELLED, DISPATCHED, DELIVERED -> Decision.nothing();
    };
  }

  private static Decision settlePending(Order order, InventoryApi.Reply outcome) {
    return switch (outcome) {
      case StockReserved _ ->
          Decision.accept(
              new OrderConfirmed(
                  order.orderId(),
                  order.customerId(),
                  order.lines().stream()
                      .map(line -> new CartLine(line.sku(), line.quantity()))
                      .toList(),
                  order.estimatedDelivery()));
      case StockShort(var id, var sku, var asked, var available, var _) ->
          Decision.accept(
              new OrderRejected(
                  id,
                  SHORT,
                  "%d of %s asked for, %d available".formatted(asked, sku, available),
                  sku));
      case StockReleased(var id) ->
          Decision.accept(
              new OrderRejected(id, SHORT, "its reservation was released before it", null));
      case InventoryApi.StockLevel _, InventoryApi.MovementPage _ ->
          throw new IllegalStateException("no outcome of a reservation: " + outcome);
    };
  }

  /** Delivery keeps the parcel from leaving, or says that it has left. */
  public static Decision cancel(Order order) {
    return switch (order.status()) {
      case PENDING, CONFIRMED -> Decision.accept(new OrderCancelled(order.orderId()));
      case CANCELLED -> Decision.nothing();
      case REJECTED, DISPATCHED, DELIVERED ->
          Decision.refuse(new NotCancellable(order.orderId(), order.status()));
    };
  }

  /** The parcel left. */
  public static Decision dispatch(Order order, Instant at) {
    return switch (order.status()) {
      case CONFIRMED -> Decision.accept(new OrderDispatched(order.orderId(), at));
      case DISPATCHED, DELIVERED -> Decision.nothing();
      case PENDING, REJECTED, CANCELLED ->
          throw new IllegalStateException(
              "a parcel left for the " + order.status() + " order " + order.orderId());
    };
  }

  /** The parcel arrived. */
  public static Decision deliver(Order order, Instant at) {
    return switch (order.status()) {
      case DISPATCHED -> Decision.accept(new OrderDelivered(order.orderId(), at));
      case DELIVERED -> Decision.nothing();
      case PENDING, CONFIRMED, REJECTED, CANCELLED ->
          throw new IllegalStateException(
              "a parcel arrived for the " + order.status() + " order " + order.orderId());
    };
  }
}
