package io.tidegate.order.domain;

import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a cart costs and when it arrives, by the server's terms: each line at its offer's price, the
 * highest of the shipping fees, the longest of the lead times.
 */
public final class Pricing {

  /** 2^53 − 1: far beyond any cart, and exact in every JSON reader (RFC 8259 §6). */
  private static final long TOTAL_MAX = 9_007_199_254_740_991L;

  private Pricing() {}

  /** The placed order, or what is wrong with the wish. */
  public static Decision place(
      PlaceOrder wish, Map<Sku, OfferTerms> offers, ZoneId zone, Instant at) {
    var violations = violations(wish, offers);
    return violations.isEmpty()
        ? priced(wish, offers, zone, at)
        : Decision.refuse(new Invalid(violations));
  }

  private static List<Violation> violations(PlaceOrder wish, Map<Sku, OfferTerms> offers) {
    var violations = new ArrayList<Violation>();
    var skus = new HashSet<Sku>();
    String currency = null;
    for (var index = 0; index < wish.lines().size(); index++) {
      var line = wish.lines().get(index);
      var pointer = "/lines/" + index + "/sku";
      var offer = offers.get(line.sku());
      if (!skus.add(line.sku())) {
        violations.add(new Violation(pointer, "each SKU may stand in a cart once"));
      } else if (offer == null) {
        violations.add(
            new Violation(pointer, line.sku() + " is not sold in channel " + wish.channel()));
      } else {
        currency = currency == null ? offer.unitPrice().currency() : currency;
        if (!currency.equals(offer.unitPrice().currency())) {
          violations.add(new Violation(pointer, "a cart has one currency: " + currency));
        }
        if (!offer.paymentMethods().contains(wish.paymentMethod())) {
          violations.add(
              new Violation(
                  "/paymentMethod",
                  "%s can be paid for by %s".formatted(line.sku(), offer.paymentMethods())));
        }
      }
    }
    return violations;
  }

  private static Decision priced(
      PlaceOrder wish, Map<Sku, OfferTerms> offers, ZoneId zone, Instant at) {
    var currency = offers.get(wish.lines().getFirst().sku()).unitPrice().currency();
    var lines = new ArrayList<OrderLine>();
    var fee = new Money(0, currency);
    var total = new Money(0, currency);
    var days = 0;
    try {
      for (var line : wish.lines()) {
        var offer = offers.get(line.sku());
        var priced = line(line, offer);
        lines.add(priced);
        total = total.plus(priced.lineTotal());
        fee = offer.shipping().fee().amount() > fee.amount() ? offer.shipping().fee() : fee;
        days = Math.max(days, offer.shipping().leadTimeDays());
      }
      total = total.plus(fee);
    } catch (ArithmeticException _) {
      return tooMuch();
    }
    return total.amount() > TOTAL_MAX
        ? tooMuch()
        : Decision.accept(
            new OrderPlaced(
                wish.orderId(),
                wish.customerId(),
                wish.channel(),
                lines,
                fee,
                total,
                wish.paymentMethod(),
                at.atZone(zone).toLocalDate().plusDays(days),
                wish.deliveryAddress(),
                at));
  }

  private static OrderLine line(CartLine line, OfferTerms offer) {
    return new OrderLine(
        line.sku(),
        offer.name(),
        line.quantity(),
        offer.unitPrice(),
        offer.unitPrice().times(line.quantity()));
  }

  private static Decision tooMuch() {
    return Decision.refuse(Invalid.at("/lines", "the total is more than can be handled"));
  }
}
