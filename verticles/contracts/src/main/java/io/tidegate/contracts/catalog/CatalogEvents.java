package io.tidegate.contracts.catalog;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.EventType;
import io.tidegate.contracts.catalog.CatalogApi.Product;

/** What the catalogue publishes, keyed by SKU. */
public final class CatalogEvents {

  public static final String TOPIC = "tidegate.catalog.events";

  private CatalogEvents() {}

  /** A fact about a product; {@code version} is the product's after it. */
  public sealed interface CatalogEvent extends DomainEvent {

    Product product();

    int version();

    @Override
    default String aggregateId() {
      return product().sku().value();
    }
  }

  /** A product is on sale in the channels of its offers. */
  @EventType("product.registered.v1")
  public record ProductRegistered(Product product, int version) implements CatalogEvent {}

  /** A product has other terms now: these, all of them. */
  @EventType("product.changed.v1")
  public record ProductChanged(Product product, int version) implements CatalogEvent {}
}
