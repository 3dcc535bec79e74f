package io.tidegate.order;

import io.tidegate.order.domain.Order;
import io.tidegate.order.store.OrderStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.postgres.LeasedLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes orders whose way was interrupted: reserve again (inventory's row answers), then confirm
 * or reject. One for the cluster, by a lease. Event loop.
 */
final class PendingSweep implements LeasedLoop.Work {

  private static final Logger LOG = LoggerFactory.getLogger(PendingSweep.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final OrderStore store;
  private final OrderSaga saga;
  private final OrderConfig config;
  private final InstantSource clock;

  PendingSweep(OrderStore store, OrderSaga saga, OrderConfig config, InstantSource clock) {
    this.store = store;
    this.saga = saga;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<Void> begin(long epoch) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> turn() {
    return store
        .findPending(config.pendingAfter(), clock.instant(), config.sweepOrdersMax())
        .compose(this::finish);
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  private Future<Boolean> finish(List<Head<Order>> pending) {
    var deadline = Deadline.in(PATIENCE);
    return Future.join(pending.stream().map(head -> finish(head, deadline)).toList())
        .map(
            finished -> {
              var all = finished.size() == config.sweepOrdersMax();
              var some = finished.<Boolean>list().contains(true);
              return all && some;
            });
  }

  /** Whether it is finished; one that is not stays pending, and the next turn tries again. */
  private Future<Boolean> finish(Head<Order> head, Deadline deadline) {
    return saga.finish(head, deadline, Origin.of("order", null))
        .onSuccess(
            done -> LOG.info("order {} is {} now", done.order().orderId(), done.order().status()))
        .map(true)
        .otherwise(
            cause -> {
              LOG.info("order {} is still pending: {}", head.aggregateId(), cause.toString());
              return false;
            });
  }
}
