package io.tidegate.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.FindOfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.OfferTermsList;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.OffersChanged;
import io.tidegate.order.store.OfferStore.OfferKey;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * The terms to price an order by: remembered until they are said to have changed, or for a while
 * where nothing is heard, else order's own copy, else, once, the catalogue itself, so that a
 * product can be ordered as soon as it is registered. What does not exist is not remembered.
 * Belongs to one event loop.
 */
final class Offers {

  private static final int REMEMBERED_MAX = 100_000;

  private final Vertx vertx;
  private final OrderBatches batches;
  private final Bus bus;
  private final Cache<OfferKey, OfferTerms> remembered;

  /** How often something was said to have changed: what is read meanwhile may be of before. */
  private long changes;

  Offers(Vertx vertx, OrderBatches batches, Bus bus, Duration rememberedFor) {
    this.vertx = vertx;
    this.batches = batches;
    this.bus = bus;
    this.remembered =
        Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(rememberedFor).build();
  }

  /** Hears, on this context, which terms have changed, and forgets them. */
  Future<Void> followChanges() {
    return bus.hear(OrderApi.OFFERS_CHANGED_ADDRESS, OffersChanged.class, this::forget);
  }

  private void forget(OffersChanged changed) {
    changes++;
    var skus = Set.copyOf(changed.skus());
    remembered.asMap().keySet().removeIf(key -> skus.contains(key.sku()));
  }

  /** The terms of those that exist. */
  Future<Map<Sku, OfferTerms>> find(
      Channel channel, List<Sku> skus, Deadline deadline, String traceparent) {
    var found = new HashMap<Sku, OfferTerms>();
    var missing = new ArrayList<Sku>();
    for (var sku : skus) {
      var known = remembered.getIfPresent(new OfferKey(channel, sku));
      if (known == null) {
        missing.add(sku);
      } else {
        found.put(sku, known);
      }
    }
    return missing.isEmpty()
        ? Future.succeededFuture(found)
        : within(
                deadline,
                copied(channel, missing, found, deadline)
                    .compose(unknown -> registered(channel, unknown, found, deadline, traceparent)))
            .recover(Offers::unanswered)
            .map(found);
  }

  /**
   * {@link Future#timeout} would time a future that belongs to no context, as those of batches, on
   * one thread for the whole process, and what follows would go on there.
   */
  private Future<Void> within(Deadline deadline, Future<Void> work) {
    Promise<Void> promise = Promise.promise();
    var timer =
        vertx.setTimer(
            Math.max(1, deadline.millisLeft()), _ -> promise.tryFail(new TimeoutException()));
    work.onComplete(_ -> vertx.cancelTimer(timer))
        .onComplete(promise::tryComplete, promise::tryFail);
    return promise.future();
  }

  /** Questions have no effect: whoever waits in vain for their answers has done nothing yet. */
  private static Future<Void> unanswered(Throwable cause) {
    var isLate =
        cause instanceof TimeoutException
            || (cause instanceof FaultException fault && fault.fault() == Fault.TIMEOUT);
    return Future.failedFuture(
        isLate ? new FaultException(Fault.EXPIRED, "the offers were not found in time") : cause);
  }

  /** Finds what order has a copy of; the rest is the answer. */
  private Future<List<Sku>> copied(
      Channel channel, List<Sku> wanted, Map<Sku, OfferTerms> found, Deadline deadline) {
    var changesBefore = changes;
    return Future.all(
            wanted.stream()
                .map(sku -> batches.findOffer(new OfferKey(channel, sku), deadline))
                .toList())
        .map(
            copies -> {
              var unknown = new ArrayList<Sku>();
              for (var i = 0; i < wanted.size(); i++) {
                var sku = wanted.get(i);
                copies
                    .<Optional<OfferTerms>>resultAt(i)
                    .ifPresentOrElse(
                        terms -> {
                          found.put(sku, terms);
                          if (changes == changesBefore) {
                            remembered.put(new OfferKey(channel, sku), terms);
                          }
                        },
                        () -> unknown.add(sku));
              }
              return unknown;
            });
  }

  /** Asks the catalogue for what has only just been registered. */
  private Future<Void> registered(
      Channel channel,
      List<Sku> wanted,
      Map<Sku, OfferTerms> found,
      Deadline deadline,
      String traceparent) {
    return wanted.isEmpty()
        ? Future.succeededFuture()
        : bus.ask(
                CatalogApi.ROLE,
                new FindOfferTerms(channel, wanted),
                Caller.service("order"),
                deadline,
                traceparent)
            .map(
                answer -> {
                  ((OfferTermsList) answer.reply())
                      .terms()
                      .forEach(terms -> found.put(terms.sku(), terms));
                  return null;
                });
  }
}
