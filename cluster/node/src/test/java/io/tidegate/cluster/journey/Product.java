package io.tidegate.cluster.journey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Products as an admin writes them. */
final class Product {

  private Product() {}

  /** On the web for 12,900 won less 10 percent, by card or transfer, in two days for 3,000. */
  static Map<String, Object> plain(String sku) {
    return with(sku, offer("WEB", 12_900, "KRW", 10, List.of("CARD", "TRANSFER"), 3_000, 2));
  }

  /** Sold on these {@link #offer}s. */
  static Map<String, Object> with(String sku, Object... offers) {
    return Map.of(
        "sku",
        sku,
        "name",
        "여행 가방 · Travel bag",
        "unit",
        "piece",
        "attributes",
        Map.of("colour", "blue"),
        "offers",
        List.of(offers));
  }

  static Map<String, Object> offer(
      String channel,
      long price,
      String currency,
      int discountPercent,
      List<String> paymentMethods,
      long fee,
      int days) {
    var offer = new LinkedHashMap<String, Object>();
    offer.put("channel", channel);
    offer.put("price", money(price, currency));
    offer.put("discountPercent", discountPercent);
    offer.put("promotion", null);
    offer.put("paymentMethods", new ArrayList<>(paymentMethods));
    offer.put(
        "shipping",
        Map.of("method", "STANDARD", "fee", money(fee, currency), "leadTimeDays", days));
    return offer;
  }

  static Map<String, Object> money(long amount, String currency) {
    return Map.of("amount", amount, "currency", currency);
  }
}
