package io.tidegate.order;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.store.SaleStore;
import io.tidegate.order.store.SaleStore.Sale;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** An admin can ask for sales by what was sold. */
final class WhenOrderPlacedThenRecordSale implements Reaction {

  private final SaleStore store;

  WhenOrderPlacedThenRecordSale(SaleStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "order.sales";
  }

  @Override
  public String topic() {
    return OrderEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(OrderPlaced.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    // Sorted, so that whoever does the same beside us meets us in one order.
    var sales =
        received.stream()
            .map(one -> (OrderPlaced) one.event())
            .map(placed -> new Sale(placed.orderId(), placed.lines()))
            .sorted(Comparator.comparing(Sale::orderId))
            .toList();
    return store.record(transaction, sales);
  }
}
