package io.tidegate.order;

import io.tidegate.order.store.OfferStore;
import io.tidegate.order.store.OrderStore;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;

/** The sweep of a node, one turn at a time. */
final class SweepOf implements AutoCloseable {

  private final Postgres postgres;
  private final PendingSweep sweep;

  SweepOf(TestNode node) {
    var platform = node.platform();
    postgres = platform.postgres("order");
    var orders = new OrderStore(postgres, new EventStore("order", "uuid"));
    var metrics = new OrderMetrics(platform.meters());
    var config = OrderConfig.from(platform.conf().section("order"));
    var batches =
        new OrderBatches(
            platform.vertx(),
            orders,
            new OfferStore(),
            postgres,
            postgres,
            config.batches(),
            OrderBatches.Meters.of(platform.meters()),
            platform.clock());
    sweep =
        new PendingSweep(
            orders,
            new OrderSaga(orders, batches, platform.bus(), metrics, platform.clock()),
            config,
            platform.clock());
  }

  Future<Boolean> turn() {
    return sweep.turn();
  }

  @Override
  public void close() {
    Await.result(postgres.close());
  }
}
