package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.OrderDecider;
import io.tidegate.order.store.OrderStore;
import io.tidegate.order.store.OrderStore.Change;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Deadline;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * An order's way from {@code PENDING} to its outcome: reserve, then confirm or reject. Each step
 * may be repeated by whoever comes later (the sweep), as inventory's row and the order's version
 * decide. Belongs to one event loop.
 */
final class OrderSaga {

  private static final int ATTEMPTS_MAX = 3;

  private final OrderStore store;
  private final OrderBatches batches;
  private final Bus bus;
  private final OrderMetrics metrics;
  private final InstantSource clock;
  private final HotSkus hotSkus = new HotSkus();

  OrderSaga(
      OrderStore store, OrderBatches batches, Bus bus, OrderMetrics metrics, InstantSource clock) {
    this.store = store;
    this.batches = batches;
    this.bus = bus;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** An order at its outcome, and what inventory called sold out on the way. */
  record Finished(Order order, List<Sku> soldOut) {}

  /** Takes a pending order to its outcome; fails where inventory or the database do not answer. */
  Future<Finished> finish(Head<Order> pending, Deadline deadline, Origin origin) {
    return bus.ask(
            InventoryApi.ROLE,
            reserve(pending.state()),
            Caller.service("order"),
            deadline,
            origin.traceparent())
        .compose(
            answer -> {
              var outcome = (InventoryApi.Reply) answer.reply();
              return settle(pending, outcome, origin, 1)
                  .map(order -> new Finished(order, soldOut(outcome)));
            });
  }

  private ReserveStock reserve(Order order) {
    return new ReserveStock(
        order.orderId(),
        order.lines().stream().map(line -> new StockLine(line.sku(), line.quantity())).toList(),
        hotSkus.hottest(order.lines()));
  }

  private static List<Sku> soldOut(InventoryApi.Reply outcome) {
    return outcome instanceof StockShort refused && refused.soldOut()
        ? List.of(refused.sku())
        : List.of();
  }

  /** Whoever loses a version check reloads and decides on the order as it stands. */
  private Future<Order> settle(
      Head<Order> head, InventoryApi.Reply outcome, Origin origin, int attempt) {
    if (!(OrderDecider.settle(head.state(), outcome) instanceof Decision.Accepted(var events))
        || events.isEmpty()) {
      return Future.succeededFuture(head.state());
    }
    var event = events.getFirst();
    var after = head.state().evolve(event, clock.instant());
    return append(after, head.version(), event, origin)
        .compose(
            moved ->
                moved
                    ? Future.succeededFuture(after)
                    : settleAgain(head, outcome, origin, attempt));
  }

  private Future<Boolean> append(Order after, int version, OrderEvent event, Origin origin) {
    return batches
        .append(new Change(OrderStore.append(after, version, event), origin))
        .onSuccess(
            moved -> {
              if (moved) {
                metrics.count(event);
              }
            });
  }

  private Future<Order> settleAgain(
      Head<Order> head, InventoryApi.Reply outcome, Origin origin, int attempt) {
    if (attempt == ATTEMPTS_MAX) {
      return Future.failedFuture(
          new IllegalStateException(head.aggregateId() + " was changed again and again"));
    }
    return store
        .find(head.state().orderId())
        .compose(now -> settle(now.orElseThrow(), outcome, origin, attempt + 1));
  }
}
