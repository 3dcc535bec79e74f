package io.tidegate.delivery;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.delivery.domain.DeliveryDecider;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.delivery.store.StoredDelivery;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A confirmed order's parcel is to leave with one of the next batches, unless the order has a
 * delivery already: this is a redelivery, or it was cancelled before.
 */
final class WhenOrderConfirmedThenScheduleDelivery implements Reaction {

  private final DeliveryStore store;
  private final DeliveryJournal journal;
  private final InstantSource clock;
  private final UuidV7 ids;

  WhenOrderConfirmedThenScheduleDelivery(
      DeliveryStore store, DeliveryJournal journal, InstantSource clock, UuidV7 ids) {
    this.store = store;
    this.journal = journal;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public String name() {
    return "schedule-delivery";
  }

  @Override
  public String topic() {
    return OrderEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(OrderConfirmed.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> events) {
    SortedMap<OrderId, DeliveryId> deliveryByOrder = new TreeMap<>();
    SortedMap<OrderId, OrderConfirmed> orders = new TreeMap<>();
    for (var received : events) {
      var order = (OrderConfirmed) received.event();
      orders.put(order.orderId(), order);
      deliveryByOrder.computeIfAbsent(order.orderId(), _ -> new DeliveryId(ids.next()));
    }
    return store
        .claim(transaction, deliveryByOrder)
        .compose(
            claimed ->
                journal.append(
                    transaction,
                    appends(claimed, deliveryByOrder, orders),
                    origin(events),
                    clock.instant()));
  }

  private static List<Append> appends(
      Set<OrderId> claimed,
      SortedMap<OrderId, DeliveryId> deliveryByOrder,
      SortedMap<OrderId, OrderConfirmed> orders) {
    var appends = new ArrayList<Append>(claimed.size());
    for (var orderId : claimed) {
      var id = deliveryByOrder.get(orderId);
      appends.add(StoredDelivery.first(id, DeliveryDecider.schedule(id, orders.get(orderId))));
    }
    return appends;
  }

  /** A batch has one origin, so only an event that is alone keeps its trace. */
  private static Origin origin(List<ReceivedEvent> events) {
    return Origin.of(
        DeliveryModule.ROLE, events.size() == 1 ? events.getFirst().traceparent() : null);
  }
}
