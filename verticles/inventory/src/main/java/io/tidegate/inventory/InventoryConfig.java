package io.tidegate.inventory;

import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.conf.Conf;

/** Inventory's settings: {@code conf/inventory.json}. */
public record InventoryConfig(int inFlightMax, int slots, Batcher.Limits batches) {

  public static InventoryConfig from(Conf.Section inventory) {
    return new InventoryConfig(
        inventory.integer("inFlightMax", 1, 1_000_000),
        inventory.integer("slots", 1, 64),
        Batcher.Limits.from(inventory));
  }
}
