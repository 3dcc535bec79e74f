package io.tidegate.contracts.inventory;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.EventType;
import io.tidegate.contracts.Sku;

/** What inventory publishes, keyed by SKU. */
public final class InventoryEvents {

  public static final String TOPIC = "tidegate.inventory.events";

  private InventoryEvents() {}

  /** A fact about stock. */
  public sealed interface InventoryEvent extends DomainEvent {}

  /** The level after a batch of movements; {@code version} is the stock row's. */
  @EventType("stock.changed.v1")
  public record StockChanged(Sku sku, long version, long onHand, long reserved, long available)
      implements InventoryEvent {
    @Override
    public String aggregateId() {
      return sku.value();
    }
  }
}
