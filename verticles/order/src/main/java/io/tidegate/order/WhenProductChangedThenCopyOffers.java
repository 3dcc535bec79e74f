package io.tidegate.order;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import io.tidegate.contracts.catalog.CatalogEvents.ProductChanged;
import io.tidegate.contracts.catalog.CatalogEvents.ProductRegistered;
import io.tidegate.contracts.order.OrderApi.OffersChanged;
import io.tidegate.order.domain.Terms;
import io.tidegate.order.store.OfferStore;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Orders are priced by the terms that the catalogue has now. */
final class WhenProductChangedThenCopyOffers implements Reaction {

  private final OfferStore store;
  private final Consumer<OffersChanged> told;

  /**
   * The reaction.
   *
   * @param told hears what has been copied
   */
  WhenProductChangedThenCopyOffers(OfferStore store, Consumer<OffersChanged> told) {
    this.store = store;
    this.told = told;
  }

  @Override
  public String name() {
    return "order.offers";
  }

  @Override
  public String topic() {
    return CatalogEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(ProductRegistered.class, ProductChanged.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    var latest = new TreeMap<Sku, CatalogEvent>();
    for (var one : received) {
      var event = (CatalogEvent) one.event();
      latest.merge(
          event.product().sku(),
          event,
          (known, other) -> other.version() > known.version() ? other : known);
    }
    var versions = new TreeMap<Sku, Integer>();
    latest.forEach((sku, event) -> versions.put(sku, event.version()));
    return store.copy(
        transaction,
        Map.copyOf(versions),
        latest.values().stream().flatMap(event -> Terms.of(event).stream()).toList());
  }

  @Override
  public void committed(List<ReceivedEvent> events) {
    var skus = events.stream().map(one -> ((CatalogEvent) one.event()).product().sku()).distinct();
    told.accept(new OffersChanged(skus.toList()));
  }
}
