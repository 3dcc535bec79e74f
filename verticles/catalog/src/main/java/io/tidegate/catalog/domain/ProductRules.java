package io.tidegate.catalog.domain;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a product must be like to be sold. The bounds are those of the HTTP contract. */
public final class ProductRules {

  /** So that the total of the largest cart is far from the end of a long. */
  public static final long AMOUNT_MAX = 1_000_000_000_000L;

  private static final int NAME_LENGTH_MAX = 200;
  private static final int UNIT_LENGTH_MAX = 32;
  private static final int ATTRIBUTES_MAX = 50;
  private static final int ATTRIBUTE_NAME_LENGTH_MAX = 64;
  private static final int ATTRIBUTE_LENGTH_MAX = 1000;
  private static final int OFFERS_MAX = 50;
  private static final int PROMOTION_LENGTH_MAX = 200;
  private static final int PAYMENT_METHODS_MAX = 16;
  private static final int SHIPPING_METHOD_LENGTH_MAX = 64;
  private static final int LEAD_TIME_DAYS_MAX = 365;

  private static final Pattern PAYMENT_METHOD = Pattern.compile("[A-Z0-9_]{1,32}");

  /** Those that have minor units: gold and the code for testing have none. */
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private ProductRules() {}

  /**
   * All that is wrong with a product; empty if nothing is.
   *
   * @param channels those that there are, of the ones that the product names
   */
  public static List<Violation> violations(Product product, Set<Channel> channels) {
    var violations = new Violations();
    violations.text(product.name(), 1, NAME_LENGTH_MAX, "/name");
    violations.text(product.unit(), 1, UNIT_LENGTH_MAX, "/unit");
    attributes(product.attributes(), violations);
    var offers = product.offers();
    violations.unless(
        !offers.isEmpty() && offers.size() <= OFFERS_MAX,
        "/offers",
        "must have 1 to %d offers".formatted(OFFERS_MAX));
    var seen = new HashSet<Channel>();
    for (var index = 0; index < Math.min(offers.size(), OFFERS_MAX); index++) {
      var offer = offers.get(index);
      var at = "/offers/" + index;
      violations.unless(
          channels.contains(offer.channel()), at + "/channel", "there is no such channel");
      violations.unless(
          seen.add(offer.channel()), at + "/channel", "another offer is in this channel");
      offer(offer, at, violations);
    }
    return violations.found();
  }

  private static void attributes(Map<String, String> attributes, Violations violations) {
    violations.unless(
        attributes.size() <= ATTRIBUTES_MAX,
        "/attributes",
        "must have at most %d attributes".formatted(ATTRIBUTES_MAX));
    attributes.entrySet().stream()
        .limit(ATTRIBUTES_MAX)
        .forEach(
            attribute -> {
              var at = "/attributes/" + pointerToken(attribute.getKey());
              TextRules.wrong(attribute.getKey(), 1, ATTRIBUTE_NAME_LENGTH_MAX)
                  .ifPresent(detail -> violations.unless(false, at, "its name " + detail));
              violations.text(attribute.getValue(), 0, ATTRIBUTE_LENGTH_MAX, at);
            });
  }

  private static void offer(Offer offer, String at, Violations violations) {
    money(offer.price(), at + "/price", violations);
    violations.unless(
        offer.discountPercent() >= 0 && offer.discountPercent() <= 100,
        at + "/discountPercent",
        "must be from 0 to 100");
    if (offer.promotion() != null) {
      violations.text(offer.promotion(), 0, PROMOTION_LENGTH_MAX, at + "/promotion");
    }
    paymentMethods(offer.paymentMethods(), at + "/paymentMethods", violations);
    shipping(offer.shipping(), offer.price().currency(), at + "/shipping", violations);
  }

  private static void paymentMethods(List<String> methods, String at, Violations violations) {
    violations.unless(
        !methods.isEmpty() && methods.size() <= PAYMENT_METHODS_MAX,
        at,
        "must have 1 to %d payment methods".formatted(PAYMENT_METHODS_MAX));
    var seen = new HashSet<String>();
    for (var index = 0; index < Math.min(methods.size(), PAYMENT_METHODS_MAX); index++) {
      var method = methods.get(index);
      violations.unless(
          PAYMENT_METHOD.matcher(method).matches(),
          at + "/" + index,
          "must be 1 to 32 of A-Z 0-9 _");
      violations.unless(seen.add(method), at + "/" + index, "is there already");
    }
  }

  private static void shipping(
      Shipping shipping, String currency, String at, Violations violations) {
    violations.text(shipping.method(), 1, SHIPPING_METHOD_LENGTH_MAX, at + "/method");
    money(shipping.fee(), at + "/fee", violations);
    violations.unless(
        shipping.fee().currency().equals(currency),
        at + "/fee/currency",
        "must be the price's currency");
    violations.unless(
        shipping.leadTimeDays() >= 0 && shipping.leadTimeDays() <= LEAD_TIME_DAYS_MAX,
        at + "/leadTimeDays",
        "must be from 0 to %d".formatted(LEAD_TIME_DAYS_MAX));
  }

  private static void money(Money money, String at, Violations violations) {
    violations.unless(
        money.amount() >= 0 && money.amount() <= AMOUNT_MAX,
        at + "/amount",
        "must be from 0 to %d".formatted(AMOUNT_MAX));
    violations.unless(
        CURRENCIES.contains(money.currency()),
        at + "/currency",
        "must be an ISO 4217 code of a currency in use");
  }

  /** RFC 6901, section 3. */
  private static String pointerToken(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
