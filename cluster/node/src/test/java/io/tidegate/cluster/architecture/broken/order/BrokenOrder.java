package io.tidegate.cluster.architecture.broken.order;

import io.tidegate.cluster.architecture.broken.delivery.BrokenDelivery;

/** Knows another domain. */
public final class BrokenOrder {

  BrokenDelivery other() {
    return new BrokenDelivery();
  }
}
