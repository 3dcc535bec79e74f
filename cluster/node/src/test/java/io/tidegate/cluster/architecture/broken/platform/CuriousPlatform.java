package io.tidegate.cluster.architecture.broken.platform;

import io.tidegate.cluster.architecture.broken.order.BrokenOrder;

/** Knows a domain. */
public final class CuriousPlatform {

  BrokenOrder order() {
    return new BrokenOrder();
  }
}
