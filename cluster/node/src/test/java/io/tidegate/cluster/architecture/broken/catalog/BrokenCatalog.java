package io.tidegate.cluster.architecture.broken.catalog;

import io.tidegate.cluster.architecture.broken.inventory.BrokenInventory;
import io.vertx.core.json.JsonObject;

/** Knows another domain. */
public final class BrokenCatalog {

  BrokenInventory other() {
    return new BrokenInventory();
  }

  JsonObject json() {
    return new JsonObject();
  }
}
