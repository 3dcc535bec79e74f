package io.tidegate.inventory;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDispatched;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What left with a parcel is no longer on hand. */
final class WhenDeliveryDispatchedThenIssueStock implements Reaction {

  private final StockStore store;
  private final InstantSource clock;

  WhenDeliveryDispatchedThenIssueStock(StockStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "inventory.issue";
  }

  @Override
  public String topic() {
    return DeliveryEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(DeliveryDispatched.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    List<OrderId> orders =
        received.stream().map(one -> ((DeliveryDispatched) one.event()).orderId()).toList();
    var origin = Origin.of("inventory", received.getFirst().traceparent());
    return store.issue(transaction, orders, origin, clock.instant());
  }
}
