package io.tidegate.contracts.order;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.WireMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What others may ask of order, which owns every order from its placement to its end. */
public final class OrderApi {

  /** The role that answers. */
  public static final String ROLE = "order";

  private OrderApi() {}

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /**
   * Places an order for the caller; answered by {@link OrderPlacement} with the order as it stands
   * ({@code CONFIRMED}, {@code REJECTED}, or {@code PENDING} where {@code respondAsync} is set or
   * the time was short), or by an invalid request or a reused key. {@code orderId} lives only if
   * the key is new; a known key answers with the order that it made.
   */
  public record PlaceOrder(
      OrderId orderId,
      MemberId customerId,
      Channel channel,
      List<CartLine> lines,
      String paymentMethod,
      Address deliveryAddress,
      boolean respondAsync,
      RequestKey key)
      implements Request, KeyedCommand {
    public PlaceOrder {
      lines = List.copyOf(lines);
    }

    @Override
    public String routingKey() {
      return customerId.toString();
    }
  }

  /**
   * What a customer's key has made, without making anything; answered by {@link OrderPlacement} as
   * a repeat of the command would be, by {@link KeyUnused}, or by a reused key.
   */
  public record FindPlacement(MemberId customerId, RequestKey key) implements Request {
    @Override
    public String routingKey() {
      return customerId.toString();
    }
  }

  /** One order; answered by {@link OrderView}, or not found where it is not the caller's. */
  public record GetOrder(OrderId orderId) implements Request {}

  /** The caller's own orders, newest first; answered by {@link OrderPage}. */
  public record ListOrders(PageRequest page) implements Request {}

  /** Cancels; answered by {@link OrderView}, {@link NotCancellable} or not found. */
  public record CancelOrder(OrderId orderId, RequestKey key) implements Request, KeyedCommand {}

  /**
   * An order's history above a version, oldest first; answered by {@link OrderEventPage} or not
   * found.
   */
  public record ListOrderEvents(OrderId orderId, int afterVersion, int limit) implements Request {}

  /**
   * The shop's sales, newest first; admins only; null filters do not filter. Answered by {@link
   * OrderPage}. By SKU it follows the truth through Kafka.
   */
  public record ListSales(OrderStatus status, Sku sku, Instant from, Instant to, PageRequest page)
      implements Request {}

  /** Where order's nodes tell each other {@link OffersChanged}. */
  public static final String OFFERS_CHANGED_ADDRESS = "order.offers-changed.v1";

  /** A hint: the terms of these SKUs are not what they were. Whoever misses it learns it later. */
  public record OffersChanged(List<Sku> skus) implements WireMessage {
    public OffersChanged {
      skus = List.copyOf(skus);
    }
  }

  /** So many of a SKU. */
  public record CartLine(Sku sku, int quantity) {}

  /** Where it goes; {@code line2} may be null. */
  public record Address(
      String recipient,
      String line1,
      String line2,
      String city,
      String postalCode,
      String country) {}

  /**
   * {@code PENDING → CONFIRMED → DISPATCHED → DELIVERED}, or {@code REJECTED}, or {@code
   * CANCELLED}.
   */
  public enum OrderStatus {
    PENDING,
    CONFIRMED,
    DISPATCHED,
    DELIVERED,
    REJECTED,
    CANCELLED
  }

  /** A line at the price that the server gave it. */
  public record OrderLine(Sku sku, String name, int quantity, Money unitPrice, Money lineTotal) {}

  /** Why it was rejected; {@code slug} is that of the problem. */
  public record Rejection(String slug, String detail, Sku sku) {}

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /** An order as it stands; {@code rejection} is null unless it was rejected. */
  public record OrderView(
      OrderId orderId,
      OrderStatus status,
      Channel channel,
      List<OrderLine> lines,
      Money shippingFee,
      Money total,
      String paymentMethod,
      LocalDate estimatedDelivery,
      Instant placedAt,
      Instant updatedAt,
      Rejection rejection)
      implements Reply {
    public OrderView {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The order that a key made, on disk.
   *
   * @param soldOut SKUs of which nothing at all was available at a moment between the question and
   *     this answer; the asker may take them for sold out for a short while after it asked
   */
  public record OrderPlacement(OrderView order, List<Sku> soldOut) implements Reply {
    public OrderPlacement {
      soldOut = soldOut == null ? List.of() : List.copyOf(soldOut);
    }

    public OrderPlacement(OrderView order) {
      this(order, List.of());
    }
  }

  /** The key has made nothing so far. */
  public record KeyUnused() implements Reply {}

  /** A page of orders. */
  public record OrderPage(List<OrderView> items, String next) implements Reply {
    public OrderPage {
      items = List.copyOf(items);
    }
  }

  /** A stretch of an order's history; {@code next} is the version to go on after, or null. */
  public record OrderEventPage(List<OrderEventView> items, Integer next) implements Reply {
    public OrderEventPage {
      items = List.copyOf(items);
    }
  }

  /** One fact of an order's history; {@code data} is the event as JSON text. */
  public record OrderEventView(int version, String type, String data, Instant at) {}

  /** The rule says no. */
  public sealed interface Refused extends Reply, Refusal {}

  /** The order has gone too far, or was rejected. */
  public record NotCancellable(OrderId orderId, OrderStatus status) implements Refused {}
}
