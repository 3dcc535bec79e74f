package io.tidegate.catalog;

import io.tidegate.catalog.store.AvailabilityStore;
import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Offers show what inventory says is available. An old level never replaces a newer one. */
public final class WhenStockChangedThenShowAvailability implements Reaction {

  private final AvailabilityStore availability;

  public WhenStockChangedThenShowAvailability(AvailabilityStore availability) {
    this.availability = availability;
  }

  @Override
  public String name() {
    return "show-availability";
  }

  @Override
  public String topic() {
    return InventoryEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(StockChanged.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> events) {
    var newest = new TreeMap<Sku, StockChanged>();
    for (var received : events) {
      if (received.event() instanceof StockChanged level) {
        newest.merge(
            level.sku(), level, (one, other) -> other.version() > one.version() ? other : one);
      }
    }
    return newest.isEmpty()
        ? Future.succeededFuture()
        : availability.show(transaction, newest.values());
  }
}
