package io.tidegate.catalog.domain;

import static io.tidegate.catalog.Teas.MOBILE;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.named;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.tea;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductRulesTest {

  private static final Sku SKU = Sku.of("TEA");
  private static final Set<Channel> CHANNELS = Set.of(WEB, MOBILE);
  private static final Shipping STANDARD = new Shipping("STANDARD", won(3_000), 2);

  @Test
  void findsNothingWrongWithAProductInTwoChannels() {
    assertEquals(List.of(), violations(tea(SKU, offer(WEB), offer(MOBILE))));
  }

  @Test
  void allowsWhatIsFree() {
    assertWrong(with(won(0), 100, "", List.of("POINT"), new Shipping("PICKUP", won(0), 0)));
  }

  @Test
  void allowsAnOfferWithoutPromotion() {
    assertWrong(with(won(1), 0, null, List.of("CARD"), STANDARD));
  }

  @Test
  void wantsAnOffer() {
    assertWrong(tea(SKU), "/offers");
  }

  @Test
  void wantsNoMoreThanFiftyOffers() {
    var offers = Collections.nCopies(51, offer(WEB)).toArray(Offer[]::new);
    assertEquals("/offers", violations(tea(SKU, offers)).getFirst().pointer());
  }

  @Test
  void wantsNoChannelTwice() {
    assertWrong(tea(SKU, offer(WEB), offer(MOBILE), offer(WEB)), "/offers/2/channel");
  }

  @Test
  void wantsChannelsThatThereAre() {
    assertWrong(tea(SKU, offer(WEB), offer(Channel.of("KIOSK"))), "/offers/1/channel");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void wantsADiscountFromZeroToAHundred(int percent) {
    assertWrong(
        with(won(1), percent, null, List.of("CARD"), STANDARD), "/offers/0/discountPercent");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
  void wantsAPriceWithinBounds(long amount) {
    assertWrong(with(won(amount), 0, null, List.of("CARD"), STANDARD), "/offers/0/price/amount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZZ", "krw", "XXX", "XAU", "₩₩₩"})
  void wantsACurrencyThatThereIs(String currency) {
    var fee = new Shipping("STANDARD", new Money(1, currency), 1);
    assertWrong(
        with(new Money(1, currency), 0, null, List.of("CARD"), fee),
        "/offers/0/price/currency",
        "/offers/0/shipping/fee/currency");
  }

  @Test
  void wantsTheFeeInThePricesCurrency() {
    assertWrong(
        with(new Money(1, "USD"), 0, null, List.of("CARD"), STANDARD),
        "/offers/0/shipping/fee/currency");
  }

  @Test
  void wantsAFeeThatIsNotNegative() {
    assertWrong(
        with(won(1), 0, null, List.of("CARD"), new Shipping("STANDARD", won(-1), 2)),
        "/offers/0/shipping/fee/amount");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 366})
  void wantsALeadTimeWithinAYear(int days) {
    assertWrong(
        with(won(1), 0, null, List.of("CARD"), new Shipping("STANDARD", won(0), days)),
        "/offers/0/shipping/leadTimeDays");
  }

  @Test
  void wantsAPaymentMethod() {
    assertWrong(with(won(1), 0, null, List.of(), STANDARD), "/offers/0/paymentMethods");
  }

  @Test
  void wantsEachPaymentMethodOnce() {
    assertWrong(
        with(won(1), 0, null, List.of("CARD", "POINT", "CARD"), STANDARD),
        "/offers/0/paymentMethods/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "card", "CARD\u0000", "CREDIT CARD"})
  void wantsPaymentMethodsInTheirForm(String method) {
    assertWrong(with(won(1), 0, null, List.of(method), STANDARD), "/offers/0/paymentMethods/0");
  }

  @Test
  void wantsTextsWithinBounds() {
    assertWrong(named(SKU, "", offer(WEB)), "/name");
    assertWrong(named(SKU, "x".repeat(201), offer(WEB)), "/name");
    assertWrong(named(SKU, "a\u0000b", offer(WEB)), "/name");
    assertWrong(with(won(1), 0, "x".repeat(201), List.of("CARD"), STANDARD), "/offers/0/promotion");
    assertWrong(
        with(won(1), 0, null, List.of("CARD"), new Shipping("", won(0), 2)),
        "/offers/0/shipping/method");
  }

  @Test
  void countsCharactersAsPeopleDo() {
    assertWrong(named(SKU, "🍵".repeat(200), offer(WEB)));
    assertWrong(named(SKU, "🍵".repeat(201), offer(WEB)), "/name");
  }

  @Test
  void pointsAtAnAttributeWhateverItsName() {
    assertWrong(with(Map.of("a/b~c", "x".repeat(1_001))), "/attributes/a~1b~0c");
    assertWrong(with(Map.of("", "x")), "/attributes/");
  }

  @Test
  void wantsNoMoreThanFiftyAttributes() {
    var attributes = new HashMap<String, String>();
    for (var number = 0; number < 51; number++) {
      attributes.put("attribute " + number, "");
    }
    assertWrong(with(attributes), "/attributes");
  }

  private static Money won(long amount) {
    return new Money(amount, "KRW");
  }

  private static Product with(Map<String, String> attributes) {
    return new Product(SKU, "Tea", "pack", attributes, List.of(offer(WEB)));
  }

  private static Product with(
      Money price, int discount, String promotion, List<String> methods, Shipping shipping) {
    return tea(SKU, new Offer(WEB, price, discount, promotion, methods, shipping));
  }

  private static List<Violation> violations(Product product) {
    return ProductRules.violations(product, CHANNELS);
  }

  private static void assertWrong(Product product, String... pointers) {
    assertEquals(List.of(pointers), violations(product).stream().map(Violation::pointer).toList());
  }
}
