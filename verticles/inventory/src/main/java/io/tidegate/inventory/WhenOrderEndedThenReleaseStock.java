package io.tidegate.inventory;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A rejected or cancelled order holds nothing any more, and never will. */
final class WhenOrderEndedThenReleaseStock implements Reaction {

  private final StockStore store;
  private final InstantSource clock;

  WhenOrderEndedThenReleaseStock(StockStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "inventory.release";
  }

  @Override
  public String topic() {
    return OrderEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(OrderRejected.class, OrderCancelled.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    List<OrderId> orders =
        received.stream().map(one -> ((OrderEvent) one.event()).orderId()).toList();
    var origin = Origin.of("inventory", received.getFirst().traceparent());
    return store.release(transaction, orders, origin, clock.instant());
  }
}
