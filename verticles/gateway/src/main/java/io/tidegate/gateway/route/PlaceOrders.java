package io.tidegate.gateway.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.gateway.call.Answered;
import io.tidegate.gateway.call.Exchange;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Future;
import java.util.stream.Stream;

/**
 * Places a cart that is known to be one, whichever lane it came on. What is known to be sold out is
 * refused before anything is written, but not before its key was looked up: a key that has made an
 * order gets that order's answer. Event loop.
 */
public final class PlaceOrders {

  private final UuidV7 ids;
  private final SoldOut soldOut;
  private final Counter refusals;

  public PlaceOrders(UuidV7 ids, SoldOut soldOut, MeterRegistry meters) {
    this.ids = ids;
    this.soldOut = soldOut;
    this.refusals =
        Counter.builder("tidegate.soldout.refusals")
            .description("Orders refused because a SKU was known to be sold out")
            .register(meters);
  }

  Future<Void> place(Exchange call, Cart cart) {
    var key = new RequestKey(call.header("Idempotency-Key"), cart.fingerprint());
    var sku = soldOut.refusable(cart.lines());
    return sku == null ? order(call, cart, key) : refuse(call, cart, key, sku);
  }

  private Future<Void> order(Exchange call, Cart cart, RequestKey key) {
    var command =
        new PlaceOrder(
            new OrderId(ids.next()),
            call.caller().memberId(),
            cart.channel(),
            cart.lines(),
            cart.paymentMethod(),
            cart.deliveryAddress(),
            prefersAsync(call.header("Prefer")),
            key);
    var asked = soldOut.now();
    return call.ask(OrderApi.ROLE, command, OrderPlacement.class)
        .compose(
            answer -> {
              learn(cart, answer, asked);
              return placed(call, answer);
            });
  }

  private void learn(Cart cart, Answered<OrderPlacement> answer, long asked) {
    soldOut.learn(answer.reply().soldOut(), asked);
    // What was confirmed just now was there.
    if (!answer.replayed() && answer.reply().order().status() == OrderStatus.CONFIRMED) {
      soldOut.forget(cart.lines(), asked);
    }
  }

  private Future<Void> refuse(Exchange call, Cart cart, RequestKey key, Sku sku) {
    var question = new FindPlacement(call.caller().memberId(), key);
    return call.ask(OrderApi.ROLE, question, OrderApi.Reply.class, call.deadline().half())
        .map(Answered::reply)
        .recover(PlaceOrders::unlessAFault)
        .compose(
            found ->
                switch (found) {
                  case OrderPlacement known -> placed(call, new Answered<>(known, true));
                  // The lease may have ended while the key was looked up.
                  case KeyUnused _ when soldOut.isSoldOut(sku) -> refused(call, sku);
                  case null, default -> order(call, cart, key);
                });
  }

  /** Where the key cannot be looked up, its owner decides as always. */
  private static Future<OrderApi.Reply> unlessAFault(Throwable cause) {
    return cause instanceof FaultException ? Future.succeededFuture() : Future.failedFuture(cause);
  }

  private Future<Void> refused(Exchange call, Sku sku) {
    refusals.increment();
    return call.answer(
        Problem.of(Slug.INSUFFICIENT_STOCK, sku + " is sold out")
            .with("sku", sku.value())
            .notExecuted());
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
      case PENDING -> located(call, order).answer(202, OrderJson.of(order));
      case CONFIRMED, DISPATCHED, DELIVERED, CANCELLED ->
          located(call, order).answer(201, OrderJson.of(order));
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
