package io.tidegate.catalog;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.CreateChannel;
import io.tidegate.contracts.catalog.CatalogApi.FindOfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Answers {@link CatalogApi}: everybody may look, only admins change. Runs on a virtual thread:
 * every line may wait.
 */
public final class CatalogService {

  private final ProductCommands products;
  private final ChannelCommands channels;
  private final CatalogQueries queries;

  CatalogService(ProductCommands products, ChannelCommands channels, CatalogQueries queries) {
    this.products = products;
    this.channels = channels;
    this.queries = queries;
  }

  /** The answer, once it is there; what went wrong is thrown. */
  public Future<Answer> answer(Inquiry<Request> inquiry) {
    return Future.succeededFuture(
        switch ((CatalogApi.Request) inquiry.request()) {
          case ListChannels wish -> Answer.of(queries.channels(wish));
          case ListOffers wish -> Answer.of(queries.offers(wish));
          case GetOffer wish -> Answer.of(queries.offer(wish));
          case FindOfferTerms wish -> Answer.of(queries.terms(wish));
          case GetProduct wish -> admin(inquiry, () -> Answer.of(queries.product(wish)));
          case CreateChannel wish -> admin(inquiry, () -> channels.create(inquiry.with(wish)));
          case RegisterProduct wish -> admin(inquiry, () -> products.register(inquiry.with(wish)));
          case ChangeProduct wish -> admin(inquiry, () -> products.change(inquiry.with(wish)));
        });
  }

  private static Answer admin(Inquiry<?> inquiry, Supplier<Answer> answer) {
    return inquiry.caller().is(Role.ROLE_ADMIN)
        ? answer.get()
        : Answer.of(new Forbidden("only admins may do this"));
  }
}
