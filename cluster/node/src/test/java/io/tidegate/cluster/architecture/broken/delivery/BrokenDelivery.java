package io.tidegate.cluster.architecture.broken.delivery;

import io.tidegate.cluster.architecture.broken.identity.BrokenIdentity;

/** Knows another domain. */
public final class BrokenDelivery {

  BrokenIdentity other() {
    return new BrokenIdentity();
  }
}
