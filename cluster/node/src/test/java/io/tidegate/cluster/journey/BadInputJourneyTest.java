package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense is said to make none, and does nothing. */
@Journey
final class BadInputJourneyTest {

  private static final String ORDERS = "/api/orders";
  private static final int BODY_BYTES_MAX = 64 * 1024;

  private final Shop shop;
  private final Member member;

  BadInputJourneyTest(Shop shop) {
    this.shop = shop;
    this.member = shop.newMember();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "[]",
        "null",
        "42",
        "\"text\"",
        "{\"channel\":",
        "{\"a\":1,}",
        "\u0000"
      })
  void refusesBrokenJson(String body) {
    order(body, key()).isProblem(400, "validation-failed");
    nothingWasOrdered();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1\"",
        "1.5",
        "0",
        "-1",
        "10001",
        "1e400",
        "99999999999999999999",
        "null",
        "true",
        "[]",
        "{}"
      })
  void refusesAQuantityThatIsNone(String quantity) {
    var sku = shop.product(5);
    var body = Json.text(Cart.of(sku, 77)).replace("77", quantity);
    refused(order(body, key()));
    assertEquals(5, shop.stock(sku).path("available").asInt());
    nothingWasOrdered();
  }

  @Test
  void refusesFieldsThatNobodyAskedFor() {
    var cart = Cart.of(shop.product(5), 1);
    refused(member.post(ORDERS, Cart.with(cart, "price", 1)));
    refused(member.post(ORDERS, Cart.with(cart, "customerId", UUID.randomUUID().toString())));
    var line = new LinkedHashMap<>(Cart.line(shop.product(5), 1));
    line.put("unitPrice", Product.money(1, "KRW"));
    refused(member.post(ORDERS, Cart.of(List.of(line))));
    nothingWasOrdered();
  }

  @Test
  void refusesToMakeAnAdminOfWhoeverAsks() {
    var credentials =
        new LinkedHashMap<String, Object>(
            Shop.credentials("m-" + UUID.randomUUID() + "@example.com", "a good password"));
    credentials.put("roles", List.of("ROLE_ADMIN"));
    shop.anyone().post("/auth/signup", credentials).isProblem(400, "validation-failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "lines", "paymentMethod", "deliveryAddress"})
  void refusesACartThatLacksSomething(String field) {
    var cart = new LinkedHashMap<>(Cart.of(shop.product(5), 1));
    cart.remove(field);
    refused(member.post(ORDERS, cart));
    nothingWasOrdered();
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "lines", "paymentMethod", "deliveryAddress"})
  void refusesAFieldOfTheWrongType(String field) {
    var cart = Cart.of(shop.product(5), 1);
    for (var wrong : List.of(42, true, List.of(List.of()), Map.of("a", 1))) {
      refused(member.post(ORDERS, Cart.with(cart, field, wrong)));
    }
    nothingWasOrdered();
  }

  @Test
  void refusesAnUnknownSku() {
    refused(member.post(ORDERS, Cart.of(Shop.newSku("UNKNOWN"), 1)));
    refused(member.post(ORDERS, Cart.of("no such thing", 1)));
    refused(member.post(ORDERS, Cart.of("A".repeat(65), 1)));
    refused(member.post(ORDERS, Cart.of("'; DROP TABLE stock; --", 1)));
    nothingWasOrdered();
  }

  @Test
  void refusesAnUnknownChannel() {
    var cart = Cart.of(shop.product(5), 1);
    refused(member.post(ORDERS, Cart.with(cart, "channel", "NOWHERE")));
    refused(member.post(ORDERS, Cart.with(cart, "channel", "web")));
    // It is there, but does not sell this.
    refused(member.post(ORDERS, Cart.with(cart, "channel", "MOBILE")));
    nothingWasOrdered();
  }

  @Test
  void refusesAPaymentMethodThatTheOfferLacks() {
    var cart = Cart.of(shop.product(5), 1);
    refused(member.post(ORDERS, Cart.with(cart, "paymentMethod", "POINT")));
    refused(member.post(ORDERS, Cart.with(cart, "paymentMethod", "SHELLS")));
    nothingWasOrdered();
  }

  @Test
  void refusesTwoCurrenciesInACart() {
    var won = shop.product(5);
    var dollar = Shop.newSku("DOLLAR");
    var offer = Product.offer("WEB", 999, "USD", 0, List.of("CARD"), 0, 1);
    shop.admin().post("/api/admin/products", Product.with(dollar, offer)).is(201);
    shop.receive(dollar, 5);
    refused(member.post(ORDERS, Cart.of(List.of(Cart.line(won, 1), Cart.line(dollar, 1)))));
    assertEquals(5, shop.stock(won).path("available").asInt());
    nothingWasOrdered();
  }

  @Test
  void refusesAnEmptyCart() {
    refused(member.post(ORDERS, Cart.of(List.of())));
    nothingWasOrdered();
  }

  @Test
  void refusesFiftyOneLines() {
    var lines = Stream.generate(() -> Cart.line(Shop.newSku("MANY"), 1)).limit(51).toList();
    refused(member.post(ORDERS, Cart.of(lines)));
    nothingWasOrdered();
  }

  @Test
  void refusesASkuTwiceInACart() {
    var sku = shop.product(5);
    refused(member.post(ORDERS, Cart.of(List.of(Cart.line(sku, 1), Cart.line(sku, 2)))));
    assertEquals(5, shop.stock(sku).path("available").asInt());
    nothingWasOrdered();
  }

  @Test
  void refusesABodyOfAMebibyte() {
    var cart = Cart.with(Cart.of(shop.product(5), 1), "channel", "W".repeat(1 << 20));
    member.post(ORDERS, cart).isProblem(413, "payload-too-large");
    nothingWasOrdered();
  }

  @Test
  void refusesABodyThatIsAByteTooLarge() {
    var body = Json.text(Cart.of(shop.product(5), 1));
    var rest = BODY_BYTES_MAX - body.getBytes(StandardCharsets.UTF_8).length;
    order(body + " ".repeat(rest + 1), key()).isProblem(413, "payload-too-large");
    nothingWasOrdered();
    order(body + " ".repeat(rest), key()).is(201);
  }

  @Test
  void refusesAnotherMediaType() {
    var body = Json.text(Cart.of(shop.product(5), 1));
    var headers = Map.of("Idempotency-Key", key(), "Content-Type", "text/plain");
    member.visitor().send("POST", ORDERS, body, headers).isProblem(415, "unsupported-media-type");
    nothingWasOrdered();
  }

  @Test
  void showsNobodyAForeignOrder() {
    var foreign =
        shop.newMember().post(ORDERS, Cart.of(shop.product(1), 1)).is(201).text("/orderId");
    for (var id : List.of(foreign, UUID.randomUUID().toString(), "nonsense", "1", "%00")) {
      member.get(ORDERS + '/' + id).isProblem(404, "not-found");
      member.get(ORDERS + '/' + id + "/events").isProblem(404, "not-found");
      member.post(ORDERS + '/' + id + "/cancel", null).isProblem(404, "not-found");
    }
    assertEquals("CONFIRMED", shop.admin().get(ORDERS + '/' + foreign).text("/status"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders",
        "/api/channels/WEB/products",
        "/api/channels",
        "/api/member/sessions",
        "/api/admin/orders",
        "/api/admin/deliveries"
      })
  void refusesABadCursor(String path) {
    for (var cursor : List.of("nonsense", "%F0%9F%A6%8A", "AAAA", "eyJhIjoxfQ", "-1")) {
      shop.admin().get(path + "?cursor=" + cursor).isProblem(400, "validation-failed");
    }
    for (var limit : List.of("0", "-1", "201", "ten", "1.5", "99999999999")) {
      shop.admin().get(path + "?limit=" + limit).isProblem(400, "validation-failed");
    }
  }

  @Test
  void refusesABadFilter() {
    for (var filter :
        List.of("status=LOST", "from=yesterday", "to=2026-02-30T00:00:00Z", "sku=%20")) {
      shop.admin().get("/api/admin/orders?" + filter).isProblem(400, "validation-failed");
    }
    shop.admin().get("/api/admin/deliveries?status=LOST").isProblem(400, "validation-failed");
  }

  @Test
  void refusesAMissingKey() {
    var body = Json.text(Cart.of(shop.product(5), 1));
    refused(member.visitor().send("POST", ORDERS, body, Map.of()));
    var id = member.post(ORDERS, body).is(201).text("/orderId");
    refused(member.visitor().send("POST", ORDERS + '/' + id + "/cancel", null, Map.of()));
    assertEquals("CONFIRMED", member.get(ORDERS + '/' + id).text("/status"));
    var admin = shop.admin().visitor();
    refused(admin.send("POST", "/api/admin/products", Product.plain(Shop.newSku("KEY")), Map.of()));
    refused(admin.send("POST", "/api/admin/deliveries/dispatch", "{}", Map.of()));
  }

  @Test
  void refusesAMalformedKey() {
    var body = Json.text(Cart.of(shop.product(5), 1));
    refused(order(body, "k".repeat(129)));
    refused(order(body, "tab\tin it"));
    nothingWasOrdered();
    order(body, "k".repeat(128)).is(201);
  }

  @Test
  void refusesReceiptsThatMakeNoSense() {
    var sku = shop.product(5);
    for (var quantity : List.of(0, -5, 1.5, "5", 1_000_000_000_000L)) {
      var receipt = Map.of("sku", sku, "quantity", quantity, "reference", "note");
      refused(shop.admin().post("/api/admin/stock/receipts", receipt));
    }
    assertEquals(5, shop.stock(sku).path("onHand").asInt());
  }

  @Test
  void refusesProductsThatMakeNoSense() {
    var bad = new ArrayList<Object>();
    bad.add(Product.plain("lower case"));
    bad.add(Product.plain("A".repeat(65)));
    var sku = Shop.newSku("BAD");
    var offer = Product.offer("WEB", 100, "KRW", 0, List.of("CARD"), 0, 0);
    bad.add(Product.with(sku, Product.offer("WEB", -1, "KRW", 0, List.of("CARD"), 0, 0)));
    bad.add(Product.with(sku, Product.offer("WEB", 100, "WON", 101, List.of("CARD"), 0, 0)));
    bad.add(Product.with(sku, Product.offer("WEB", 100, "won", 0, List.of("CARD"), 0, 0)));
    bad.add(Product.with(sku, Product.offer("WEB", 100, "KRW", 0, List.of(), 0, 0)));
    bad.add(Product.with(sku, offer, offer));
    for (var product : bad) {
      refused(shop.admin().post("/api/admin/products", product));
    }
    shop.admin().get("/api/admin/products/" + sku).isProblem(404, "not-found");
  }

  @Test
  void refusesMembersWhoCannotBe() {
    for (var email : List.of("", "nobody", "a b@example.com", "m@" + "x".repeat(260) + ".com")) {
      shop.anyone()
          .post("/auth/signup", Shop.credentials(email, "a good password"))
          .isProblem(400, "validation-failed");
    }
    var email = "m-" + UUID.randomUUID() + "@example.com";
    for (var password : List.of("", "short", "x".repeat(129))) {
      shop.anyone()
          .post("/auth/signup", Shop.credentials(email, password))
          .isProblem(400, "validation-failed");
    }
  }

  @Test
  void knowsNoOtherPathsAndMethods() {
    member.get("/api/nothing").isProblem(404, "not-found");
    member.get("/../../etc/passwd").is(404);
    member.visitor().send("PATCH", ORDERS, "{}", Map.of()).isProblem(405, "method-not-allowed");
    shop.anyone().get("/api/stock/not%20a%20sku").isProblem(404, "not-found");
    shop.anyone().get("/api/channels/no%20channel/products").isProblem(404, "not-found");
  }

  @Test
  void saysWhereTheMistakeIs() {
    var answer = member.post(ORDERS, Cart.of(shop.product(5), 0));
    refused(answer);
    assertEquals("/lines/0/quantity", answer.text("/errors/0/pointer"));
    assertFalse(answer.text("/errors/0/detail").isEmpty());
  }

  private Answer order(String body, String key) {
    return member.visitor().send("POST", ORDERS, body, Map.of("Idempotency-Key", key));
  }

  private static void refused(Answer answer) {
    answer.isProblem(400, "validation-failed");
  }

  private void nothingWasOrdered() {
    assertEquals(0, member.get(ORDERS).is(200).body().path("items").size());
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
