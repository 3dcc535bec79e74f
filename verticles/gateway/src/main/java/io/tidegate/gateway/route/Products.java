package io.tidegate.gateway.route;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads products out of bodies that the contract let through, with its defaults. */
final class Products {

  private Products() {}

  static Product product(JsonObject body) {
    return new Product(
        Sku.of(body.getString("sku")),
        body.getString("name"),
        body.getString("unit"),
        attributes(body.getJsonObject("attributes", new JsonObject())),
        body.getJsonArray("offers").stream()
            .map(JsonObject.class::cast)
            .map(Products::offer)
            .toList());
  }

  private static Map<String, String> attributes(JsonObject body) {
    var attributes = new LinkedHashMap<String, String>();
    body.forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().toString()));
    return attributes;
  }

  private static Offer offer(JsonObject body) {
    return new Offer(
        Channel.of(body.getString("channel")),
        money(body.getJsonObject("price")),
        body.getInteger("discountPercent", 0),
        body.getString("promotion"),
        texts(body.getJsonArray("paymentMethods")),
        shipping(body.getJsonObject("shipping")));
  }

  private static Shipping shipping(JsonObject body) {
    return new Shipping(
        body.getString("method"),
        money(body.getJsonObject("fee")),
        body.getInteger("leadTimeDays"));
  }

  private static Money money(JsonObject body) {
    return new Money(body.getLong("amount"), body.getString("currency"));
  }

  private static List<String> texts(JsonArray body) {
    return body.stream().map(String.class::cast).toList();
  }
}
