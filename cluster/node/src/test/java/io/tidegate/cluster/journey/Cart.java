package io.tidegate.cluster.journey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carts as a customer sends them. */
final class Cart {

  private Cart() {}

  /** So many of one SKU, on the web, by card. */
  static Map<String, Object> of(String sku, int quantity) {
    return of(List.of(line(sku, quantity)));
  }

  static Map<String, Object> of(List<?> lines) {
    var cart = new LinkedHashMap<String, Object>();
    cart.put("channel", "WEB");
    cart.put("lines", lines);
    cart.put("paymentMethod", "CARD");
    cart.put(
        "deliveryAddress",
        Map.of(
            "recipient", "김미나",
            "line1", "12 Sejong-daero",
            "city", "Seoul",
            "postalCode", "04524",
            "country", "KR"));
    return cart;
  }

  static Map<String, Object> line(String sku, Object quantity) {
    return Map.of("sku", sku, "quantity", quantity);
  }

  /** The cart with one field changed. */
  static Map<String, Object> with(Map<String, Object> cart, String field, Object value) {
    var changed = new LinkedHashMap<>(cart);
    changed.put(field, value);
    return changed;
  }
}
