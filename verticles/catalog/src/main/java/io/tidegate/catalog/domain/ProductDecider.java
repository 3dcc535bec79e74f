package io.tidegate.catalog.domain;

import io.tidegate.catalog.domain.Decision.Accepted;
import io.tidegate.catalog.domain.Decision.Refused;
import io.tidegate.catalog.domain.Listing.Listed;
import io.tidegate.catalog.domain.Listing.Unlisted;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.CommonRefusal.PreconditionFailed;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.SkuTaken;
import io.tidegate.contracts.catalog.CatalogEvents.ProductChanged;
import io.tidegate.contracts.catalog.CatalogEvents.ProductRegistered;

/** Decides about one product that {@link ProductRules} found nothing wrong with. */
public final class ProductDecider {

  private ProductDecider() {}

  /** A SKU is registered once. */
  public static Decision register(Listing now, Product wish) {
    return switch (now) {
      case Unlisted _ -> new Accepted(new ProductRegistered(wish, 1));
      case Listed _ -> new Refused(new SkuTaken(wish.sku()));
    };
  }

  /** A change replaces the product that its author has seen, and no other. */
  public static Decision change(Listing now, Product wish, int expectedVersion) {
    return switch (now) {
      case Unlisted _ -> new Refused(new NotFound("there is no product " + wish.sku()));
      case Listed(_, var version) when version != expectedVersion ->
          new Refused(
              new PreconditionFailed(
                  "the product is at version %d, not %d".formatted(version, expectedVersion)));
      case Listed(_, var version) -> new Accepted(new ProductChanged(wish, version + 1));
    };
  }
}
