package io.tidegate.order;

import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.postgres.Lane;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** One slot of order. Wiring only. */
final class OrderVerticle extends VerticleBase {

  private final Inbox inbox;
  private final OrderService service;
  private final Offers offers;
  private final List<Lane> lanes;
  private Runnable detach;

  OrderVerticle(Inbox inbox, OrderService service, Offers offers, List<Lane> lanes) {
    this.inbox = inbox;
    this.service = service;
    this.offers = offers;
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public Future<?> start() {
    detach = inbox.attach(context, service);
    return offers.followChanges();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return Future.join(lanes.stream().map(Lane::close).toList());
  }
}
