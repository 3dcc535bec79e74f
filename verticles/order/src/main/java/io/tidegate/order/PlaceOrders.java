package io.tidegate.order;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.OrderSaga.Finished;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.Pricing;
import io.tidegate.order.store.OrderStore.KnownOrder;
import io.tidegate.order.store.OrderStore.OrderKey;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places orders. A known key always gets its order's answer, whatever else is wrong by now; a new
 * one is priced, put on disk, and taken to its outcome within the caller's deadline, else answered
 * as {@code PENDING} and finished without the caller. Belongs to one event loop.
 */
final class PlaceOrders {

  private static final Logger LOG = LoggerFactory.getLogger(PlaceOrders.class);

  /** How long an order's way may take after nobody waits for it any more. */
  private static final Duration UNATTENDED = Duration.ofSeconds(2);

  private final OrderBatches batches;
  private final Offers offers;
  private final OrderSaga saga;
  private final Shedding shedding;
  private final OrderConfig config;
  private final InstantSource clock;

  PlaceOrders(
      OrderBatches batches,
      Offers offers,
      OrderSaga saga,
      Shedding shedding,
      OrderConfig config,
      InstantSource clock) {
    this.batches = batches;
    this.offers = offers;
    this.saga = saga;
    this.shedding = shedding;
    this.config = config;
    this.clock = clock;
  }

  Future<Answer> place(Inquiry<PlaceOrder> inquiry) {
    var wish = inquiry.request();
    if (inquiry.caller().sessionId() == null || !inquiry.caller().isMember(wish.customerId())) {
      return Future.succeededFuture(
          Answer.of(new Forbidden("a member places orders, and for nobody else")));
    }
    if (shedding.isOn()) {
      return unlessKnown(inquiry, () -> Future.failedFuture(shedding.refusal()));
    }
    return offers
        .find(
            wish.channel(),
            wish.lines().stream().map(CartLine::sku).toList(),
            inquiry.deadline(),
            inquiry.traceparent())
        .compose(
            terms ->
                switch (Pricing.place(wish, terms, config.zone(), clock.instant())) {
                  case Decision.Accepted(var events) ->
                      accept(inquiry, (OrderPlaced) events.getFirst());
                  case Decision.Refused(var refusal) ->
                      unlessKnown(inquiry, () -> Future.succeededFuture(Answer.of(refusal)));
                });
  }

  /** What the caller's key has made so far. */
  Future<Answer> find(Inquiry<FindPlacement> inquiry) {
    var find = inquiry.request();
    return inquiry.caller().isMember(find.customerId())
        ? known(find.customerId(), find.key(), inquiry.deadline())
            .map(known -> known.map(one -> answer(one, find.key())))
            .map(answer -> answer.orElseGet(() -> Answer.of(new KeyUnused())))
        : Future.succeededFuture(Answer.of(new Forbidden("a member's keys are his own")));
  }

  /** What the key has made, or else this. */
  private Future<Answer> unlessKnown(
      Inquiry<PlaceOrder> inquiry, Supplier<Future<Answer>> otherwise) {
    var wish = inquiry.request();
    return known(wish.customerId(), wish.key(), inquiry.deadline())
        .compose(
            known ->
                known
                    .map(one -> Future.succeededFuture(answer(one, wish.key())))
                    .orElseGet(otherwise));
  }

  private Future<Answer> accept(Inquiry<PlaceOrder> inquiry, OrderPlaced placed) {
    var wish = inquiry.request();
    return batches
        .place(new Placement(placed, wish.key(), Origin.of(inquiry)), inquiry.deadline())
        .compose(
            isNew ->
                isNew
                    ? finish(inquiry, new Head<>(wish.orderId().toString(), 1, Order.of(placed)))
                    : known(wish.customerId(), wish.key(), inquiry.deadline())
                        .compose(known -> goOn(inquiry, known.orElseThrow())));
  }

  /** The very same command may come twice, from a sender or a batch that heard no answer. */
  private Future<Answer> goOn(Inquiry<PlaceOrder> inquiry, KnownOrder known) {
    var order = known.head().state();
    return order.orderId().equals(inquiry.request().orderId())
            && order.status() == OrderStatus.PENDING
        ? finish(inquiry, known.head())
        : Future.succeededFuture(answer(known, inquiry.request().key()));
  }

  private Future<Optional<KnownOrder>> known(MemberId customer, RequestKey key, Deadline deadline) {
    return batches.findByKey(new OrderKey(customer, key.key()), deadline);
  }

  private static Answer answer(KnownOrder known, RequestKey key) {
    return known.fingerprint().equals(key.fingerprint())
        ? Answer.replayed(new OrderPlacement(known.head().state().view()))
        : Answer.of(new KeyReused());
  }

  private Future<Answer> finish(Inquiry<PlaceOrder> inquiry, Head<Order> pending) {
    var outcome = saga.finish(pending, Deadline.in(UNATTENDED), Origin.of(inquiry));
    var patience = inquiry.deadline().millisLeft() - config.replyMargin().toMillis();
    if (inquiry.request().respondAsync() || patience <= 0) {
      outcome.onFailure(cause -> unfinished(pending, cause));
      return Future.succeededFuture(Answer.of(new OrderPlacement(pending.state().view())));
    }
    return outcome
        .timeout(patience, TimeUnit.MILLISECONDS)
        .recover(
            cause -> {
              unfinished(pending, cause);
              return Future.succeededFuture(new Finished(pending.state(), List.of()));
            })
        .map(
            finished -> Answer.of(new OrderPlacement(finished.order().view(), finished.soldOut())));
  }

  /** It is on disk and stays pending; the sweep takes it from here. */
  private static void unfinished(Head<Order> pending, Throwable cause) {
    LOG.info("order {} stays pending for now: {}", pending.aggregateId(), cause.toString());
  }
}
