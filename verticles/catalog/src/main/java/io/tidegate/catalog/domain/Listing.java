package io.tidegate.catalog.domain;

import io.tidegate.contracts.catalog.CatalogApi.Product;

/** What the catalogue knows of a SKU. */
public sealed interface Listing {

  /** Nothing. */
  record Unlisted() implements Listing {}

  /** A product, at its version. */
  record Listed(Product product, int version) implements Listing {}
}
