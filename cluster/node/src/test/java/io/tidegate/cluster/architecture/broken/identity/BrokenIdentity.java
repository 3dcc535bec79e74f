package io.tidegate.cluster.architecture.broken.identity;

import io.tidegate.cluster.architecture.broken.catalog.BrokenCatalog;

/** Knows another domain. */
public final class BrokenIdentity {

  BrokenCatalog other() {
    return new BrokenCatalog();
  }
}
