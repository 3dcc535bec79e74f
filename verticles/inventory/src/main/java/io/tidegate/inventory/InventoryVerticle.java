package io.tidegate.inventory;

import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.postgres.Lane;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** One slot of inventory. Wiring only. */
final class InventoryVerticle extends VerticleBase {

  private final Inbox inbox;
  private final InventoryService service;
  private final List<Lane> lanes;
  private Runnable detach;

  InventoryVerticle(Inbox inbox, InventoryService service, List<Lane> lanes) {
    this.inbox = inbox;
    this.service = service;
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public Future<?> start() {
    detach = inbox.attach(context, service);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return Future.join(lanes.stream().map(Lane::close).toList());
  }
}
