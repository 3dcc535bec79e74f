package io.tidegate.order;

import io.tidegate.platform.bus.Inbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One slot of order. Wiring only. */
final class OrderVerticle extends VerticleBase {

  private final Inbox inbox;
  private final OrderService service;
  private Runnable detach;

  OrderVerticle(Inbox inbox, OrderService service) {
    this.inbox = inbox;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    detach = inbox.attach(context, service);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return Future.succeededFuture();
  }
}
