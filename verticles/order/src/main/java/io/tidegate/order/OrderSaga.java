package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.OrderDecider;
import io.tidegate.order.store.OrderStore;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Deadline;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * An order's way from {@code PENDING} to its outcome: reserve, then confirm or reject. Each step
 * may be repeated by whoever comes later (the sweep), as inventory's row and the order's version
 * decide. Any event loop.
 */
final class OrderSaga {

  private static final int ATTEMPTS_MAX = 3;

  private final OrderStore store;
  private final Bus bus;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  OrderSaga(OrderStore store, Bus bus, OrderMetrics metrics, InstantSource clock) {
    this.store = store;
    this.bus = bus;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes a pending order to its outcome; fails where inventory or the database do not answer. */
  Future<Order> finish(Head<Order> pending, Deadline deadline, Origin origin) {
    var reserve =
        new ReserveStock(
            pending.state().orderId(),
            pending.state().lines().stream()
                .map(line -> new StockLine(line.sku(), line.quantity()))
                .toList());
    return bus.ask(
            InventoryApi.ROLE, reserve, Caller.service("order"), deadline, origin.traceparent())
        .compose(
            answer -> {
              var outcome = (InventoryApi.Reply) answer.reply();
              return decide(pending, order -> OrderDecider.settle(order, outcome), origin)
                  .map(Outcome::order);
            });
  }

  /** What was decided in the end, and the order after it. */
  record Outcome(Order order, Decision decision) {}

  /**
   * Decides on an order and stores it; whoever loses a version check reloads and decides on the
   * order as it stands.
   */
  Future<Outcome> decide(Head<Order> head, Function<Order, Decision> decider, Origin origin) {
    return decide(head, decider, origin, 1);
  }

  private Future<Outcome> decide(
      Head<Order> head, Function<Order, Decision> decider, Origin origin, int attempt) {
    var decision = decider.apply(head.state());
    if (!(decision instanceof Decision.Accepted(var events)) || events.isEmpty()) {
      return Future.succeededFuture(new Outcome(head.state(), decision));
    }
    return append(head, events.getFirst(), origin)
        .compose(
            after ->
                after == null
                    ? again(head, decider, origin, attempt)
                    : Future.succeededFuture(new Outcome(after, decision)));
  }

  private Future<Order> append(Head<Order> head, OrderEvent event, Origin origin) {
    var at = clock.instant();
    var after = head.state().evolve(event, at);
    return store
        .append(OrderStore.append(after, head.version(), event), origin, at)
        .map(
            moved -> {
              if (moved) {
                metrics.count(event);
              }
              return moved ? after : null;
            });
  }

  private Future<Outcome> again(
      Head<Order> head, Function<Order, Decision> decider, Origin origin, int attempt) {
    if (attempt == ATTEMPTS_MAX) {
      return Future.failedFuture(
          new IllegalStateException(head.aggregateId() + " was changed again and again"));
    }
    return store
        .find(head.state().orderId())
        .compose(now -> decide(now.orElseThrow(), decider, origin, attempt + 1));
  }
}
