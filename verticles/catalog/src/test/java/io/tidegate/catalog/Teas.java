package io.tidegate.catalog;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the tests sell, and who is about. */
public final class Teas {

  public static final Channel WEB = Channel.of("WEB");
  public static final Channel MOBILE = Channel.of("MOBILE");
  public static final Channel MARKET = Channel.of("MARKET");

  public static final Caller ADMIN = new Caller("admin", Set.of(Role.ROLE_ADMIN), null);
  public static final Caller SHOPPER = new Caller("shopper", Set.of(Role.ROLE_USER), null);

  private Teas() {}

  /** A SKU that no other test has. */
  public static Sku newSku() {
    return Sku.of("TEA-" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
  }

  public static RequestKey newKey() {
    return new RequestKey(UUID.randomUUID().toString(), "fingerprint");
  }

  /** 12,900 won less 10 %. */
  public static Offer offer(Channel channel) {
    return offer(channel, new Money(12_900, "KRW"), 10);
  }

  public static Offer offer(Channel channel, Money price, int discountPercent) {
    return new Offer(
        channel,
        price,
        discountPercent,
        "Spring harvest",
        List.of("CARD", "TRANSFER"),
        new Shipping("STANDARD", new Money(3_000, price.currency()), 2));
  }

  public static Product tea(Sku sku, Offer... offers) {
    return named(sku, "보성 녹차 100 g", offers);
  }

  public static Product named(Sku sku, String name, Offer... offers) {
    return new Product(sku, name, "pack", Map.of("origin", "Boseong"), List.of(offers));
  }

  public static RegisterProduct registration(Product product) {
    return new RegisterProduct(product, newKey());
  }
}
