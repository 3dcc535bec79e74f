package io.tidegate.contracts.delivery;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What others may ask of delivery, which owns whether a parcel has left. */
public final class DeliveryApi {

  /** The role that answers. */
  public static final String ROLE = "delivery";

  private DeliveryApi() {}

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /**
   * Keeps an order's parcel from leaving; services only, idempotent by the order. Answered by
   * {@link DeliveryCancellation} (also where delivery had not heard of the order: it never will be
   * scheduled) or {@link AlreadyDispatched}.
   */
  public record CancelDelivery(OrderId orderId) implements Request {}

  /** An order's delivery, for its customer or an admin; answered by {@link DeliveryView}. */
  public record GetDelivery(OrderId orderId) implements Request {}

  /** Deliveries, oldest first, of one status unless null; admins only. */
  public record ListDeliveries(DeliveryStatus status, PageRequest page) implements Request {}

  /**
   * Sends scheduled parcels off, oldest first, at most {@code limit} (null: all), as many as it can
   * within half of the caller's deadline; admins and services. Answered by {@link DispatchResult}:
   * who wants all of them asks again, with another key, until it is 0. Two at once never dispatch
   * one delivery twice.
   */
  public record DispatchDeliveries(Integer limit, RequestKey key)
      implements Request, KeyedCommand {}

  /** The parcel arrived; admins and services; answered by {@link DeliveryView}. */
  public record ConfirmDelivery(DeliveryId deliveryId, RequestKey key)
      implements Request, KeyedCommand {}

  /** Where a parcel is. */
  public enum DeliveryStatus {
    SCHEDULED,
    DISPATCHED,
    DELIVERED,
    CANCELLED
  }

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /**
   * A delivery as it stands; the two moments are null until they come. One that was cancelled
   * before delivery had heard of its order has no {@code estimatedDelivery} (null) and no lines.
   */
  public record DeliveryView(
      DeliveryId deliveryId,
      OrderId orderId,
      DeliveryStatus status,
      LocalDate estimatedDelivery,
      Instant dispatchedAt,
      Instant deliveredAt,
      List<CartLine> lines)
      implements Reply {
    public DeliveryView {
      lines = List.copyOf(lines);
    }
  }

  /** A page of deliveries. */
  public record DeliveryPage(List<DeliveryView> items, String next) implements Reply {
    public DeliveryPage {
      items = List.copyOf(items);
    }
  }

  /** How many parcels left. */
  public record DispatchResult(int dispatched) implements Reply {}

  /** The parcel will not leave; this is on disk. */
  public record DeliveryCancellation(OrderId orderId) implements Reply {}

  /** The rule says no. */
  public sealed interface Refused extends Reply, Refusal {}

  /** The parcel has left. */
  public record AlreadyDispatched(OrderId orderId) implements Refused {}

  /** A parcel arrives only after it was dispatched. */
  public record NotDispatched(DeliveryId deliveryId, DeliveryStatus status) implements Refused {}
}
