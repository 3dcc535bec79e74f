package io.tidegate.order;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.domain.Order;
import io.tidegate.order.store.SaleStore;
import io.tidegate.order.store.SaleStore.Sale;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sales history is the orders' events, told so that an admin can ask for them. */
final class WhenOrderChangedThenRecordSale implements Reaction {

  private final SaleStore store;

  WhenOrderChangedThenRecordSale(SaleStore store) {
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
    return Arrays.stream(OrderEvent.class.getPermittedSubclasses())
        .map(type -> type.asSubclass(DomainEvent.class))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    var ids = new HashSet<OrderId>();
    received.forEach(one -> ids.add(((OrderEvent) one.event()).orderId()));
    return store
        .load(transaction, ids)
        .compose(known -> store.save(transaction, recorded(known, received).values()));
  }

  private static Map<OrderId, Sale> recorded(
      Map<OrderId, Sale> known, List<ReceivedEvent> received) {
    var sales = new HashMap<>(known);
    var changed = new TreeMap<OrderId, Sale>();
    for (var one : received) {
      var event = (OrderEvent) one.event();
      var before = sales.get(event.orderId());
      // A version that is known already is a repeat; a gap cannot be, as order is kept.
      if (before == null || one.version() > before.version()) {
        var sale = new Sale(one.version(), after(before, event, one));
        sales.put(event.orderId(), sale);
        changed.put(event.orderId(), sale);
      }
    }
    return changed;
  }

  private static Order after(Sale before, OrderEvent event, ReceivedEvent received) {
    if (event instanceof OrderPlaced placed) {
      return Order.of(placed);
    }
    if (before == null) {
      throw new IllegalStateException(event.orderId() + " has a history without a beginning");
    }
    return before.order().evolve(event, received.at());
  }
}
