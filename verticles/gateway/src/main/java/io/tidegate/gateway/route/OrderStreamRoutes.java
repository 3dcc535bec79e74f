package io.tidegate.gateway.route;

import io.tidegate.contracts.OrderId;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.tidegate.gateway.stream.OrderStreams;
import io.vertx.core.Future;

/** An order, live. Event loop. */
public final class OrderStreamRoutes {

  private final OrderStreams streams;

  public OrderStreamRoutes(OrderStreams streams) {
    this.streams = streams;
  }

  /** Adds it. */
  public void mount(Operations operations) {
    operations.on("streamOrder", this::streamOrder);
  }

  private Future<Void> streamOrder(Call call) {
    var seen = call.header("Last-Event-ID");
    return streams.open(
        call, call.path("orderId", OrderId::of), seen == null ? 0 : Integer.parseInt(seen));
  }
}
