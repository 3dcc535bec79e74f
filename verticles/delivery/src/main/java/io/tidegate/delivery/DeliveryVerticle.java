package io.tidegate.delivery;

import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.bus.Service;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** A slot of delivery. Wiring only. */
public final class DeliveryVerticle extends VerticleBase {

  private final Inbox inbox;
  private final Service service;

  private Runnable detach;

  public DeliveryVerticle(Inbox inbox, Service service) {
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
