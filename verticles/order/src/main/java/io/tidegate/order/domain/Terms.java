package io.tidegate.order.domain;

import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import java.util.List;

/** What orders are priced by, of what the catalogue says about a product. */
public final class Terms {

  private Terms() {}

  /** The terms of each of the product's offers. */
  public static List<OfferTerms> of(CatalogEvent event) {
    return event.product().offers().stream()
        .map(
            offer ->
                new OfferTerms(
                    event.product().sku(),
                    offer.channel(),
                    event.version(),
                    event.product().name(),
                    offer.price().lessPercent(offer.discountPercent()),
                    offer.paymentMethods(),
                    offer.shipping()))
        .toList();
  }
}
