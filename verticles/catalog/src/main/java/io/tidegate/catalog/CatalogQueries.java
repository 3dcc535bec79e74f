package io.tidegate.catalog;

import io.tidegate.catalog.domain.Listing.Listed;
import io.tidegate.catalog.domain.Listing.Unlisted;
import io.tidegate.catalog.domain.TextRules;
import io.tidegate.catalog.store.ChannelStore;
import io.tidegate.catalog.store.OfferStore;
import io.tidegate.catalog.store.ProductStore;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.FindOfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.GetProduct;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.catalog.CatalogApi.ListOffers;
import io.tidegate.contracts.catalog.CatalogApi.OfferPage;
import io.tidegate.contracts.catalog.CatalogApi.OfferTermsList;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import java.util.List;
import java.util.function.Function;

/** Answers what is only asked. Virtual thread. */
final class CatalogQueries {

  private static final int QUERY_LENGTH_MAX = 100;

  /** As many as a cart has lines. */
  private static final int TERMS_MAX = 50;

  private final ProductStore products;
  private final OfferStore offers;
  private final ChannelStore channels;

  CatalogQueries(ProductStore products, OfferStore offers, ChannelStore channels) {
    this.products = products;
    this.offers = offers;
    this.channels = channels;
  }

  Reply channels(ListChannels wish) {
    var after = Cursor.read(wish.page().cursor());
    if (after.isEmpty()) {
      return Cursor.refused();
    }
    var limit = wish.page().limit();
    // One more than the page, which tells whether another page follows.
    var found = channels.page(after.get(), limit + 1).await();
    return new ChannelPage(page(found, limit), next(found, limit, one -> one.channel().value()));
  }

  Reply offers(ListOffers wish) {
    var after = Cursor.read(wish.page().cursor());
    if (after.isEmpty()) {
      return Cursor.refused();
    }
    var query = wish.query() == null ? "" : wish.query();
    var wrong = TextRules.wrong(query, 0, QUERY_LENGTH_MAX);
    if (wrong.isPresent()) {
      return Invalid.at("/q", wrong.get());
    }
    var limit = wish.page().limit();
    var found = found(wish, query, after.get(), limit + 1);
    // A page that holds something proves its channel.
    return found.isEmpty() && channels.known(List.of(wish.channel())).await().isEmpty()
        ? new NotFound("there is no channel " + wish.channel())
        : new OfferPage(page(found, limit), next(found, limit, one -> one.sku().value()));
  }

  private List<OfferView> found(ListOffers wish, String query, String after, int limit) {
    return query.isEmpty()
        ? offers.page(wish.channel(), after, limit).await()
        : offers.search(wish.channel(), query, after, limit).await();
  }

  Reply offer(GetOffer wish) {
    return offers
        .find(wish.channel(), wish.sku())
        .await()
        .<Reply>map(offer -> offer)
        .orElseGet(
            () -> new NotFound("%s is not sold in %s".formatted(wish.sku(), wish.channel())));
  }

  Reply terms(FindOfferTerms wish) {
    return wish.skus().size() > TERMS_MAX
        ? Invalid.at("/skus", "must have at most %d".formatted(TERMS_MAX))
        : new OfferTermsList(offers.terms(wish.channel(), wish.skus()).await());
  }

  Reply product(GetProduct wish) {
    return switch (products.find(wish.sku()).await()) {
      case Unlisted _ -> new NotFound("there is no product " + wish.sku());
      case Listed(var product, var version) -> new ProductView(product, version);
    };
  }

  private static <T> List<T> page(List<T> found, int limit) {
    return found.size() > limit ? found.subList(0, limit) : found;
  }

  private static <T> String next(List<T> found, int limit, Function<T, String> key) {
    return found.size() > limit ? Cursor.of(key.apply(found.get(limit - 1))) : null;
  }
}
