package io.tidegate.cluster.architecture.broken.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

/** Waits on an event loop, registers a consumer, and has a name that says nothing. */
public final class BlockingHelper {

  MessageConsumer<String> listen(Vertx vertx) {
    Future.succeededFuture().await();
    return vertx.eventBus().consumer("somewhere");
  }
}
