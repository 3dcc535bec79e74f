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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sales history is the orders' events, told so that an admin can ask for them. */
final class WhenOrderChangedThenRecordSale implements Reaction {

  private static final Set<Class<? extends DomainEvent>> ALL =
      Arrays.stream(OrderEvent.class.getPermittedSubclasses())
          .map(type -> type.asSubclass(DomainEvent.class))
          .collect(Collectors.toUnmodifiableSet());

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
    return ALL;
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    var sales = latest(received).values();
    return store
        .begin(transaction, sales.stream().filter(sale -> sale.placed() != null).toList())
        .compose(
            _ ->
                store.follow(
                    transaction, sales.stream().filter(sale -> sale.placed() == null).toList()));
  }

  /** What a batch says of each order in the end; sorted, so that rows are locked in one order. */
  private static Map<OrderId, Sale> latest(List<ReceivedEvent> received) {
    var sales = new TreeMap<OrderId, Sale>();
    for (var one : received) {
      var event = (OrderEvent) one.event();
      var before = sales.get(event.orderId());
      // A version that is known already is a repeat.
      if (before == null || one.version() > before.version()) {
        var placed = event instanceof OrderPlaced first ? first : null;
        sales.put(
            event.orderId(),
            new Sale(
                event.orderId(),
                one.version(),
                Order.statusAfter(event),
                before == null ? placed : before.placed()));
      }
    }
    return sales;
  }
}
