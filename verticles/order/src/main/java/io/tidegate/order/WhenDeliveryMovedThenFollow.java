package io.tidegate.order;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryCancelled;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDelivered;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryDispatched;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryEvent;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryScheduled;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.OrderDecider;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An order is dispatched, delivered or cancelled when its parcel is. */
final class WhenDeliveryMovedThenFollow implements Reaction {

  private final EventStore events;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  WhenDeliveryMovedThenFollow(EventStore events, OrderMetrics metrics, InstantSource clock) {
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "order.delivery";
  }

  @Override
  public String topic() {
    return DeliveryEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(DeliveryDispatched.class, DeliveryDelivered.class, DeliveryCancelled.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> received) {
    var byOrder = new TreeMap<OrderId, List<DeliveryEvent>>();
    for (var one : received) {
      var event = (DeliveryEvent) one.event();
      byOrder.computeIfAbsent(event.orderId(), _ -> new ArrayList<>()).add(event);
    }
    var ids = byOrder.keySet().stream().map(OrderId::toString).toList();
    var origin = Origin.of("order", received.getFirst().traceparent());
    var at = clock.instant();
    return events
        .lock(transaction, ids, Order.class)
        .map(heads -> appends(byOrder, heads, at))
        .compose(
            appends ->
                appends.isEmpty()
                    ? Future.succeededFuture()
                    : events
                        .append(transaction, appends, origin, at)
                        .onSuccess(_ -> count(appends))
                        .mapEmpty());
  }

  private static List<Append> appends(
      Map<OrderId, List<DeliveryEvent>> byOrder, Map<String, Head<Order>> heads, Instant at) {
    var appends = new ArrayList<Append>();
    byOrder.forEach(
        (id, moves) -> {
          // A tombstone may be of an order that was never placed: there is nothing to follow.
          var head = heads.get(id.toString());
          if (head != null) {
            append(head, moves, at, appends);
          }
        });
    return appends;
  }

  private static void append(
      Head<Order> head, List<DeliveryEvent> moves, Instant at, List<Append> appends) {
    var order = head.state();
    var happened = new ArrayList<OrderEvent>();
    for (var move : moves) {
      if (decide(order, move) instanceof Decision.Accepted(var accepted)) {
        for (var event : accepted) {
          order = order.evolve(event, at);
          happened.add(event);
        }
      }
    }
    if (!happened.isEmpty()) {
      appends.add(
          new Append(head.aggregateId(), head.version(), order.status().name(), order, happened));
    }
  }

  private static Decision decide(Order order, DeliveryEvent move) {
    return switch (move) {
      case DeliveryScheduled _ -> Decision.nothing();
      case DeliveryDispatched(_, _, var when) -> OrderDecider.dispatch(order, when);
      case DeliveryDelivered(_, _, var when) -> OrderDecider.deliver(order, when);
      case DeliveryCancelled _ -> OrderDecider.cancel(order);
    };
  }

  private void count(List<Append> appends) {
    appends.forEach(append -> append.events().forEach(event -> metrics.count((OrderEvent) event)));
  }
}
