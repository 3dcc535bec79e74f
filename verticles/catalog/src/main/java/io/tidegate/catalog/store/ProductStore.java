package io.tidegate.catalog.store;

import io.tidegate.catalog.domain.Listing;
import io.tidegate.catalog.domain.Listing.Listed;
import io.tidegate.catalog.domain.Listing.Unlisted;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;

/** Products, which are aggregates of the event store by their SKUs. Any thread. */
public final class ProductStore {

  private static final String LISTED = "LISTED";

  private final Postgres postgres;
  private final EventStore events;

  public ProductStore(Postgres postgres, EventStore events) {
    this.postgres = postgres;
    this.events = events;
  }

  /** A product as it stands, on the primary: whoever reads it may be about to change it. */
  public Future<Listing> find(Sku sku) {
    return events
        .load(postgres, List.of(sku.value()), Product.class)
        .map(heads -> listing(heads.get(sku.value())));
  }

  /** A product as it stands until this transaction ends, to decide about it. */
  public Future<Listing> lock(SqlConnection transaction, Sku sku) {
    return events
        .lock(transaction, List.of(sku.value()), Product.class)
        .map(heads -> listing(heads.get(sku.value())));
  }

  private static Listing listing(Head<Product> head) {
    return head == null ? new Unlisted() : new Listed(head.state(), head.version());
  }

  /** Appends what was decided; false where somebody else registered the SKU meanwhile. */
  public Future<Boolean> append(
      SqlConnection transaction, CatalogEvent event, Origin origin, Instant at) {
    var append =
        new Append(
            event.aggregateId(), event.version() - 1, LISTED, event.product(), List.of(event));
    return events
        .append(transaction, List.of(append), origin, at)
        .map(moved -> moved.contains(event.aggregateId()));
  }
}
