package io.tidegate.catalog;

import io.tidegate.catalog.domain.Decision;
import io.tidegate.catalog.domain.Decision.Accepted;
import io.tidegate.catalog.domain.Decision.Refused;
import io.tidegate.catalog.domain.Listing;
import io.tidegate.catalog.domain.ProductDecider;
import io.tidegate.catalog.domain.ProductRules;
import io.tidegate.catalog.store.ChannelStore;
import io.tidegate.catalog.store.OfferStore;
import io.tidegate.catalog.store.ProductStore;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Registers and changes products. Virtual thread. */
final class ProductCommands {

  /** Only a registration can lose, to another one; deciding again finds the product of that. */
  private static final int ATTEMPTS_MAX = 3;

  private final Postgres postgres;
  private final IdempotentCommands commands;
  private final EventStore events;
  private final ProductStore products;
  private final OfferStore offers;
  private final ChannelStore channels;
  private final InstantSource clock;

  ProductCommands(
      Postgres postgres,
      IdempotentCommands commands,
      EventStore events,
      ProductStore products,
      OfferStore offers,
      ChannelStore channels,
      InstantSource clock) {
    this.postgres = postgres;
    this.commands = commands;
    this.events = events;
    this.products = products;
    this.offers = offers;
    this.channels = channels;
    this.clock = clock;
  }

  Answer register(Inquiry<RegisterProduct> inquiry) {
    var command = inquiry.request();
    var product = command.product();
    // Before the key is looked at, so that a body which makes no sense does not use it up.
    var violations = violations(product);
    if (!violations.isEmpty()) {
      return Answer.of(new Invalid(violations));
    }
    var origin = Origin.of(inquiry);
    var answer =
        commands
            .run(
                inquiry.caller(),
                command,
                transaction ->
                    apply(
                        transaction,
                        product.sku(),
                        now -> ProductDecider.register(now, product),
                        origin,
                        ATTEMPTS_MAX))
            .await();
    events.committed();
    return answer;
  }

  Answer change(Inquiry<ChangeProduct> inquiry) {
    var product = inquiry.request().product();
    var expectedVersion = inquiry.request().expectedVersion();
    var violations = violations(product);
    if (!violations.isEmpty()) {
      return Answer.of(new Invalid(violations));
    }
    var origin = Origin.of(inquiry);
    var reply =
        postgres
            .inTransaction(
                transaction ->
                    apply(
                        transaction,
                        product.sku(),
                        now -> ProductDecider.change(now, product, expectedVersion),
                        origin,
                        ATTEMPTS_MAX))
            .await();
    events.committed();
    return Answer.of(reply);
  }

  private List<Violation> violations(Product product) {
    var named = product.offers().stream().map(Offer::channel).toList();
    return ProductRules.violations(product, channels.known(named).await());
  }

  private Future<Reply> apply(
      SqlConnection transaction,
      Sku sku,
      Function<Listing, Decision> decide,
      Origin origin,
      int attemptsLeft) {
    if (attemptsLeft == 0) {
      return Future.failedFuture(new IllegalStateException(sku + " lost each version check"));
    }
    return products
        .lock(transaction, sku)
        .compose(
            now ->
                switch (decide.apply(now)) {
                  case Refused(var refusal) -> Future.succeededFuture(refusal);
                  case Accepted(var event) ->
                      store(transaction, event, origin)
                          .compose(
                              stored ->
                                  stored
                                      ? Future.succeededFuture(view(event))
                                      : apply(transaction, sku, decide, origin, attemptsLeft - 1));
                });
  }

  private Future<Boolean> store(SqlConnection transaction, CatalogEvent event, Origin origin) {
    return products
        .append(transaction, event, origin, clock.instant())
        .compose(
            moved ->
                moved
                    ? offers.replace(transaction, event.product(), event.version()).map(true)
                    : Future.succeededFuture(false));
  }

  private static ProductView view(CatalogEvent event) {
    return new ProductView(event.product(), event.version());
  }
}
