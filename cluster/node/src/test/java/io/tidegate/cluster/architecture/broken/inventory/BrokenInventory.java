package io.tidegate.cluster.architecture.broken.inventory;

import io.tidegate.cluster.architecture.broken.order.BrokenOrder;

/** Knows another domain. */
public final class BrokenInventory {

  BrokenOrder other() {
    return new BrokenOrder();
  }
}
