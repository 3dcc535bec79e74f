package io.tidegate.order;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.Pricing;
import io.tidegate.order.store.OrderStore;
import io.tidegate.order.store.OrderStore.KnownOrder;
import io.tidegate.order.store.OrderStore.Placement;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places orders. A known key always gets its order's answer, whatever else is wrong by now; a new
 * one is priced, put on disk, and taken to its outcome within the caller's deadline, else answered
 * as {@code PENDING} and finished without the caller. Any event loop.
 */
final class PlaceOrders {

  private static final Logger LOG = LoggerFactory.getLogger(PlaceOrders.class);

  /** How long an order's way may take after nobody waits for it any more. */
  private static final Duration UNATTENDED = Duration.ofSeconds(2);

  private final OrderStore store;
  private final Offers offers;
  private final OrderSaga saga;
  private final OrderConfig config;
  private final InstantSource clock;

  PlaceOrders(
      OrderStore store, Offers offers, OrderSaga saga, OrderConfig config, InstantSource clock) {
    this.store = store;
    this.offers = offers;
    this.saga = saga;
    this.config = config;
    this.clock = clock;
  }

  Future<Answer> place(Inquiry<PlaceOrder> inquiry) {
    var wish = inquiry.request();
    if (inquiry.caller().sessionId() == null || !inquiry.caller().isMember(wish.customerId())) {
      return Future.succeededFuture(
          Answer.of(new Forbidden("a member places orders, and for nobody else")));
    }
    return offers
        .find(
            wish.channel(),
            wish.lines().stream().map(CartLine::sku).toList(),
            inquiry.deadline(),
            inquiry.traceparent())
        .compose(
            terms -> {
              var at = clock.instant();
              return switch (Pricing.place(wish, terms, config.zone(), at)) {
                case Decision.Accepted(var events) ->
                    accept(inquiry, (OrderPlaced) events.getFirst());
                case Decision.Refused(var refusal) -> refuse(wish, refusal);
              };
            });
  }

  /** What the caller's key has made so far. */
  Future<Answer> find(Inquiry<FindPlacement> inquiry) {
    var find = inquiry.request();
    return inquiry.caller().isMember(find.customerId())
        ? known(find.customerId(), find.key())
            .map(answer -> answer.orElseGet(() -> Answer.of(new KeyUnused())))
        : Future.succeededFuture(Answer.of(new Forbidden("a member's keys are his own")));
  }

  private Future<Answer> refuse(PlaceOrder wish, Refusal refusal) {
    return known(wish.customerId(), wish.key())
        .map(answer -> answer.orElseGet(() -> Answer.of(refusal)));
  }

  private Future<Answer> accept(Inquiry<PlaceOrder> inquiry, OrderPlaced placed) {
    var wish = inquiry.request();
    var origin = Origin.of(inquiry);
    return store
        .place(List.of(new Placement(placed, wish.key(), origin)), placed.placedAt())
        .compose(
            orders ->
                orders.contains(wish.orderId())
                    ? finish(inquiry, new Head<>(wish.orderId().toString(), 1, Order.of(placed)))
                    : known(wish.customerId(), wish.key()).map(Optional::orElseThrow));
  }

  private Future<Optional<Answer>> known(MemberId customer, RequestKey key) {
    return store
        .findByKey(customer, key.key())
        .map(found -> found.map(known -> answer(key, known)));
  }

  private static Answer answer(RequestKey key, KnownOrder known) {
    return known.fingerprint().equals(key.fingerprint())
        ? Answer.replayed(new OrderPlacement(known.order().view()))
        : Answer.of(new KeyReused());
  }

  private Future<Answer> finish(Inquiry<PlaceOrder> inquiry, Head<Order> pending) {
    var outcome = saga.finish(pending, Deadline.in(UNATTENDED), Origin.of(inquiry));
    var patience = inquiry.deadline().millisLeft() - config.replyMargin().toMillis();
    if (inquiry.request().respondAsync() || patience <= 0) {
      outcome.onFailure(cause -> unfinished(pending, cause));
      return Future.succeededFuture(answer(pending.state()));
    }
    return outcome
        .timeout(patience, TimeUnit.MILLISECONDS)
        .recover(
            cause -> {
              unfinished(pending, cause);
              return Future.succeededFuture(pending.state());
            })
        .map(PlaceOrders::answer);
  }

  /** It is on disk and stays pending; the sweep takes it from here. */
  private static void unfinished(Head<Order> pending, Throwable cause) {
    LOG.info("order {} stays pending for now: {}", pending.aggregateId(), cause.toString());
  }

  private static Answer answer(Order order) {
    return Answer.of(new OrderPlacement(order.view()));
  }
}
