package io.tidegate.cluster.demo;

import io.tidegate.contracts.Money;
import java.util.List;
import java.util.Map;

/** A product as an admin registers it. */
record Product(
    String sku, String name, String unit, Map<String, String> attributes, List<Offer> offers) {

  /** What a channel asks for it; {@code promotion} may be null. */
  record Offer(
      String channel,
      Money price,
      int discountPercent,
      String promotion,
      List<String> paymentMethods,
      Shipping shipping) {}

  /** How it comes to the customer. */
  record Shipping(String method, Money fee, int leadTimeDays) {}

  /** A payment method that the offer of this channel accepts. */
  String paymentMethod(String channel) {
    return offers.stream()
        .filter(offer -> offer.channel().equals(channel))
        .map(offer -> offer.paymentMethods().getFirst())
        .findFirst()
        .orElseThrow(() -> new DemoException(sku + " is not sold in " + channel));
  }
}
