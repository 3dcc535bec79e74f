package io.tidegate.catalog;

import io.tidegate.platform.bus.Inbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** A slot of the catalogue. Wiring only; virtual thread. */
public final class CatalogVerticle extends VerticleBase {

  private final Inbox inbox;
  private final CatalogService service;
  private Runnable detach = () -> {};

  public CatalogVerticle(Inbox inbox, CatalogService service) {
    this.inbox = inbox;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    detach = inbox.attach(context, service::answer);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return Future.succeededFuture();
  }
}
