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
import io.tidegate.order.store.OfferStore;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.guard.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The terms to price an order by: remembered for a moment, else order's own copy, else, once, the
 * catalogue itself, so that a product can be ordered as soon as it is registered. What does not
 * exist is not remembered. Any thread.
 */
final class Offers {

  private static final int REMEMBERED_MAX = 100_000;

  private final OfferStore store;
  private final Bus bus;
  private final Cache<Key, OfferTerms> remembered;

  Offers(OfferStore store, Bus bus, Duration rememberedFor) {
    this.store = store;
    this.bus = bus;
    this.remembered =
        Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(rememberedFor).build();
  }

  private record Key(Channel channel, Sku sku) {}

  /** The terms of those that exist. */
  Future<Map<Sku, OfferTerms>> find(
      Channel channel, Collection<Sku> skus, Deadline deadline, String traceparent) {
    var found = new HashMap<Sku, OfferTerms>();
    var missing = new HashSet<Sku>();
    for (var sku : skus) {
      var known = remembered.getIfPresent(new Key(channel, sku));
      if (known == null) {
        missing.add(sku);
      } else {
        found.put(sku, known);
      }
    }
    return missing.isEmpty()
        ? Future.succeededFuture(found)
        : store
            .find(channel, missing)
            .compose(copied -> completed(channel, missing, copied, deadline, traceparent))
            .map(
                more -> {
                  found.putAll(more);
                  return found;
                });
  }

  private Future<Map<Sku, OfferTerms>> completed(
      Channel channel,
      Set<Sku> wanted,
      Map<Sku, OfferTerms> copied,
      Deadline deadline,
      String traceparent) {
    copied.forEach((sku, terms) -> remembered.put(new Key(channel, sku), terms));
    var unknown = wanted.stream().filter(sku -> !copied.containsKey(sku)).toList();
    return unknown.isEmpty()
        ? Future.succeededFuture(copied)
        : bus.ask(
                CatalogApi.ROLE,
                new FindOfferTerms(channel, unknown),
                Caller.service("order"),
                deadline,
                traceparent)
            .map(
                answer -> {
                  for (var terms : ((OfferTermsList) answer.reply()).terms()) {
                    copied.put(terms.sku(), terms);
                  }
                  return copied;
                });
  }
}
