package io.tidegate.inventory;

import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.postgres.Lane;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One slot of inventory. Wiring only. */
final class InventoryVerticle extends VerticleBase {

  private final Inbox inbox;
  private final InventoryService service;
  private final Lane lane;
  private Runnable detach;

  InventoryVerticle(Inbox inbox, InventoryService service, Lane lane) {
    this.inbox = inbox;
    this.service = service;
    this.lane = lane;
  }

  @Override
  public Future<?> start() {
    detach = inbox.attach(context, service);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return lane.close();
  }
}
