package io.tidegate.contracts.inventory;

import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import java.time.Instant;
import java.util.List;

/** What others may ask of inventory, which owns how much of each SKU there is. */
public final class InventoryApi {

  /** The role that answers. */
  public static final String ROLE = "inventory";

  private InventoryApi() {}

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /**
   * Reserves all lines of an order or none; answered by {@link StockReserved}, {@link StockShort}
   * or {@link StockReleased}. The first outcome for an order is kept, and every repeat returns it.
   *
   * @param hottest the line that most others wait for too: its owner batches them all
   */
  public record ReserveStock(OrderId orderId, List<StockLine> lines, Sku hottest)
      implements Request {
    public ReserveStock {
      lines = List.copyOf(lines);
    }

    /** Where no line is known to be hotter than the others. */
    public ReserveStock(OrderId orderId, List<StockLine> lines) {
      this(orderId, lines, lines.getFirst().sku());
    }

    @Override
    public String routingKey() {
      return hottest.value();
    }
  }

  /** Takes goods in; admins only; answered by {@link StockLevel}. */
  public record ReceiveStock(Sku sku, int quantity, String reference, RequestKey key)
      implements Request, KeyedCommand {
    @Override
    public String routingKey() {
      return sku.value();
    }
  }

  /** How much there is; answered by {@link StockLevel} or not found. */
  public record GetStock(Sku sku) implements Request {}

  /** The ledger of a SKU, newest first; admins only; answered by {@link MovementPage}. */
  public record ListMovements(Sku sku, PageRequest page) implements Request {}

  /** So many of a SKU. */
  public record StockLine(Sku sku, int quantity) {}

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /** Every line is reserved (or was, and has been issued since). */
  public record StockReserved(OrderId orderId) implements Reply {}

  /**
   * The order had ended before it could reserve: nothing is held for it, and nothing ever will be.
   */
  public record StockReleased(OrderId orderId) implements Reply {}

  /** At this moment, {@code onHand = reserved + available}, none below zero. */
  public record StockLevel(Sku sku, long onHand, long reserved, long available) implements Reply {}

  /** A page of movements. */
  public record MovementPage(List<Movement> items, String next) implements Reply {
    public MovementPage {
      items = List.copyOf(items);
    }
  }

  /**
   * One line of a SKU's ledger. {@code version} and {@code position} are their order; {@code
   * quantity} is positive, and the kind gives the sign.
   */
  public record Movement(
      String movementId,
      Sku sku,
      long version,
      int position,
      MovementKind kind,
      int quantity,
      OrderId orderId,
      String reference,
      Instant at) {}

  /** What a movement does to a stock level. */
  public enum MovementKind {
    /** on hand grows */
    RECEIPT,
    /** reserved grows */
    RESERVATION,
    /** reserved shrinks */
    RELEASE,
    /** on hand and reserved shrink */
    ISSUE
  }

  /** The rule says no. */
  public sealed interface Refused extends Reply, Refusal {}

  /**
   * Not enough of {@code sku}: nothing is reserved for the order, and this is on disk.
   *
   * @param soldOut whether this was decided just now with nothing available at all; false where it
   *     repeats an earlier outcome, which says nothing about the stock of today
   */
  public record StockShort(OrderId orderId, Sku sku, int asked, long available, boolean soldOut)
      implements Refused {}
}
