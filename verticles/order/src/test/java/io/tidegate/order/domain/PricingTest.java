package io.tidegate.order.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PricingTest {

  private static final Channel WEB = Channel.of("WEB");
  private static final Sku TEA = Sku.of("TEA");
  private static final Sku CUP = Sku.of("CUP");
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final Instant AT = Instant.parse("2026-11-21T16:30:00Z");

  private final Map<Sku, OfferTerms> offers = new HashMap<>();

  @Test
  void takesTheHighestShippingFeeAndTheLongestLeadTime() {
    offer(TEA, 1_000, 2_500, 1, "CARD");
    offer(CUP, 700, 3_000, 3, "CARD", "POINT");

    var placed = accepted(place("CARD", new CartLine(TEA, 3), new CartLine(CUP, 2)));

    assertEquals(krw(3_000), placed.lines().get(0).lineTotal());
    assertEquals(krw(1_400), placed.lines().get(1).lineTotal());
    assertEquals(krw(3_000), placed.shippingFee());
    assertEquals(krw(7_400), placed.total());
    // It is the 22nd already in Seoul.
    assertEquals(LocalDate.of(2026, 11, 25), placed.estimatedDelivery());
  }

  @Test
  void refusesWhatIsNotSoldInTheChannel() {
    assertViolations(
        place("CARD", new CartLine(TEA, 1)),
        new Violation("/lines/0/sku", "TEA is not sold in channel WEB"));
  }

  @Test
  void refusesAPaymentMethodThatALineLacks() {
    offer(TEA, 1_000, 0, 1, "CARD", "POINT");
    offer(CUP, 1_000, 0, 1, "CARD");

    assertViolations(
        place("POINT", new CartLine(TEA, 1), new CartLine(CUP, 1)),
        new Violation("/paymentMethod", "CUP can be paid for by [CARD]"));
  }

  @Test
  void refusesTwoCurrenciesInACart() {
    offer(TEA, 1_000, 0, 1, "CARD");
    offers.put(
        CUP,
        new OfferTerms(
            CUP,
            WEB,
            1,
            "Cup",
            new Money(5, "USD"),
            List.of("CARD"),
            new Shipping("MAIL", new Money(1, "USD"), 1)));

    assertViolations(
        place("CARD", new CartLine(TEA, 1), new CartLine(CUP, 1)),
        new Violation("/lines/1/sku", "a cart has one currency: KRW"));
  }

  @Test
  void refusesASkuTwice() {
    offer(TEA, 1_000, 0, 1, "CARD");

    assertViolations(
        place("CARD", new CartLine(TEA, 1), new CartLine(TEA, 2)),
        new Violation("/lines/1/sku", "each SKU may stand in a cart once"));
  }

  @Test
  void refusesATotalBeyondAllNumbers() {
    offer(TEA, Long.MAX_VALUE / 2, 0, 1, "CARD");
    assertViolations(
        place("CARD", new CartLine(TEA, 3)),
        new Violation("/lines", "the total is more than can be handled"));

    offer(TEA, 9_007_199_254_740_991L, 1, 1, "CARD");
    assertViolations(
        place("CARD", new CartLine(TEA, 1)),
        new Violation("/lines", "the total is more than can be handled"));
  }

  private void offer(Sku sku, long price, long fee, int days, String... paymentMethods) {
    offers.put(
        sku,
        new OfferTerms(
            sku,
            WEB,
            1,
            sku.value(),
            krw(price),
            List.of(paymentMethods),
            new Shipping("COURIER", krw(fee), days)));
  }

  private Decision place(String paymentMethod, CartLine... lines) {
    var wish =
        new PlaceOrder(
            new OrderId(UUID.randomUUID()),
            new MemberId(UUID.randomUUID()),
            WEB,
            List.of(lines),
            paymentMethod,
            new Address("Kim", "1 Road", null, "Seoul", "04524", "KR"),
            false,
            new RequestKey("key", "fingerprint"));
    return Pricing.place(wish, offers, SEOUL, AT);
  }

  private static OrderPlaced accepted(Decision decision) {
    var events = assertInstanceOf(Decision.Accepted.class, decision).events();
    return assertInstanceOf(OrderPlaced.class, events.getFirst());
  }

  private static void assertViolations(Decision decision, Violation... expected) {
    var refused = assertInstanceOf(Decision.Refused.class, decision);
    assertEquals(new Invalid(List.of(expected)), refused.refusal());
  }

  private static Money krw(long amount) {
    return new Money(amount, "KRW");
  }
}
