package io.tidegate.order;

import io.tidegate.order.store.OfferStore;
import io.tidegate.order.store.SaleStore;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.postgres.Postgres;

/** Order's read models, as the reactions that keep them, for whoever makes one anew. */
public final class OrderProjections {

  private OrderProjections() {}

  /** Which SKU is in which order, for the admin's sales history. */
  public static Reaction sales(Postgres postgres) {
    return new WhenOrderPlacedThenRecordSale(new SaleStore(postgres));
  }

  /** The copy of the catalogue's terms. */
  public static Reaction offers() {
    return new WhenProductChangedThenCopyOffers(new OfferStore(), _ -> {});
  }
}
