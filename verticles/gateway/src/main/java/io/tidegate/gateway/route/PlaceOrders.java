package io.tidegate.gateway.route;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.gateway.call.Answered;
import io.tidegate.gateway.call.Exchange;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Future;
import java.util.stream.Stream;

/** Places a cart that is known to be one, whichever lane it came on. Event loop. */
public final class PlaceOrders {

  private final UuidV7 ids;

  public PlaceOrders(UuidV7 ids) {
    this.ids = ids;
  }

  Future<Void> place(Exchange call, Cart cart) {
    var command =
        new PlaceOrder(
            new OrderId(ids.next()),
            call.caller().memberId(),
            cart.channel(),
            cart.lines(),
            cart.paymentMethod(),
            cart.deliveryAddress(),
            prefersAsync(call.header("Prefer")),
            new RequestKey(call.header("Idempotency-Key"), cart.fingerprint()));
    return call.ask(OrderApi.ROLE, command, OrderPlacement.class)
        .compose(answer -> placed(call, answer));
  }

  /** RFC 7240: a list of preferences, each with its parameters. */
  private static boolean prefersAsync(String prefer) {
    return prefer != null
        && Stream.of(prefer.split(","))
            .map(preference -> preference.split(";", 2)[0].strip())
            .anyMatch("respond-async"::equalsIgnoreCase);
  }

  private static Future<Void> placed(Exchange call, Answered<OrderPlacement> answer) {
    var order = answer.reply().order();
    call.replayed(answer.replayed());
    return switch (order.status()) {
      case REJECTED -> Future.failedFuture(new ProblemException(rejected(order)));
      case PENDING -> located(call, order).answer(202, order);
      case CONFIRMED, DISPATCHED, DELIVERED, CANCELLED -> located(call, order).answer(201, order);
    };
  }

  private static Exchange located(Exchange call, OrderView order) {
    return call.with("Location", "/api/orders/" + order.orderId());
  }

  private static Problem rejected(OrderView order) {
    var rejection = order.rejection();
    return Problem.of(Slug.of(rejection.slug()), rejection.detail())
        .with("orderId", order.orderId().toString())
        .with("sku", rejection.sku() == null ? null : rejection.sku().value());
  }
}
