package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.tidegate.platform.bus.Answer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An order has two lanes to be read on, and one answer. */
class LanesTest {

  private static final String CART =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}], "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "Kim", "line1": "1 Road", "city": "서울",
                           "postalCode": "04524", "country": "KR"}}
      """;

  /** A query that means nothing sends a request to the contract's lane. */
  private static final String CONTRACT_LANE = "/api/orders?lane=contract";

  private static final OrderId ORDER = new OrderId(UUID.randomUUID());
  private static final Caller CALLER = ScriptedShop.caller(Role.ROLE_USER);

  private static ScriptedShop shop;
  private static String token;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    token = shop.token(CALLER);
    answering(OrderStatus.CONFIRMED, null);
    // The fast lane is for tokens that were seen before.
    shop.send(shop.post("/api/orders", token, CART));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  private static OrderView order(OrderStatus status, Rejection rejection) {
    var price = new Money(11_610, "KRW");
    var at = Instant.parse("2026-11-21T09:30:00.120Z");
    return new OrderView(
        ORDER,
        status,
        Channel.of("WEB"),
        List.of(new OrderLine(Sku.of("TEA-1"), "보성 \"녹차\"\n", 2, price, price.times(2))),
        new Money(3_000, "KRW"),
        new Money(26_220, "KRW"),
        "CARD",
        LocalDate.parse("2026-11-23"),
        at,
        at,
        rejection);
  }

  private static void answering(OrderStatus status, Rejection rejection) {
    shop.onInquiry(PlaceOrder.class, _ -> Answer.of(new OrderPlacement(order(status, rejection))));
  }

  private static double taken(String lane) {
    return shop.node()
        .platform()
        .meters()
        .get("tidegate.gateway.orders")
        .tag("lane", lane)
        .counter()
        .count();
  }

  @Test
  void readsAPlainOrderOnTheFastLane() {
    answering(OrderStatus.CONFIRMED, null);
    var before = taken("fast");
    assertEquals(201, shop.send(shop.post("/api/orders", token, CART)).statusCode());
    assertEquals(before + 1, taken("fast"));
  }

  static Stream<Arguments> answers() {
    var rejection = new Rejection("insufficient-stock", "none of it", Sku.of("TEA-1"));
    return Stream.of(
        Arguments.of(Answer.of(new OrderPlacement(order(OrderStatus.CONFIRMED, null)))),
        Arguments.of(Answer.of(new OrderPlacement(order(OrderStatus.PENDING, null)))),
        Arguments.of(Answer.of(new OrderPlacement(order(OrderStatus.REJECTED, rejection)))),
        Arguments.of(Answer.replayed(new OrderPlacement(order(OrderStatus.DISPATCHED, null)))),
        Arguments.of(Answer.of(new CommonRefusal.KeyReused())),
        Arguments.of(Answer.of(CommonRefusal.Invalid.at("/channel", "not here"))));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersTheSameOnBothLanes(Answer answer) {
    shop.onInquiry(PlaceOrder.class, _ -> answer);
    var fast = taken("fast");
    var contract = taken("contract");
    var one = shop.send(headed(shop.post("/api/orders", token, CART)));
    var first = shop.asked(PlaceOrder.class).getLast();
    var firstInquiry = shop.lastAsked(PlaceOrder.class);
    var other = shop.send(headed(shop.post(CONTRACT_LANE, token, CART)));
    var second = shop.asked(PlaceOrder.class).getLast();

    assertEquals(fast + 1, taken("fast"));
    assertEquals(contract + 1, taken("contract"));
    assertSameAnswer(one, other);
    assertNotEquals(first.orderId(), second.orderId());
    assertEquals(plain(first), plain(second));
    assertEquals(first.key().fingerprint(), second.key().fingerprint());
    assertEquals(firstInquiry.caller(), shop.lastAsked(PlaceOrder.class).caller());
  }

  private static HttpRequest.Builder headed(HttpRequest.Builder request) {
    return request
        .setHeader("X-Request-Id", "r-1")
        .setHeader("Idempotency-Key", "k ~ 1")
        .setHeader("Prefer", "respond-async")
        .setHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }

  private static PlaceOrder plain(PlaceOrder command) {
    return new PlaceOrder(
        ORDER,
        command.customerId(),
        command.channel(),
        command.lines(),
        command.paymentMethod(),
        command.deliveryAddress(),
        command.respondAsync(),
        command.key());
  }

  /** All but the span of the trace, which each request draws. */
  private static void assertSameAnswer(HttpResponse<String> one, HttpResponse<String> other) {
    assertEquals(other.statusCode(), one.statusCode());
    assertEquals(new JsonObject(other.body()), new JsonObject(one.body()));
    assertEquals(other.headers().map().keySet(), one.headers().map().keySet());
    for (var name : other.headers().map().keySet()) {
      if (!name.equals("traceparent")) {
        assertEquals(header(other, name), header(one, name), name);
      }
    }
    assertEquals(
        header(other, "traceparent").substring(0, 36), header(one, "traceparent").substring(0, 36));
  }

  /** Requests of which something is not plain; a few of them are good. */
  static Stream<Arguments> heads() {
    return Stream.<UnaryOperator<HttpRequest.Builder>>of(
            request -> request.setHeader("Content-Type", "Application/JSON"),
            request -> request.setHeader("Content-Type", "application/json; charset=utf-8"),
            request -> request.setHeader("Content-Type", "application/json;x=y"),
            request -> request.setHeader("Content-Type", "application/jsonp"),
            request -> request.setHeader("Content-Type", "text/plain"),
            request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded"),
            request -> request.setHeader("Idempotency-Key", ""),
            request -> request.setHeader("Idempotency-Key", "tab\there"),
            request -> request.setHeader("Idempotency-Key", "k".repeat(128)),
            request -> request.setHeader("Idempotency-Key", "k".repeat(129)),
            request -> request.setHeader("Idempotency-Key", "12.5"),
            request -> request.setHeader("Prefer", "wait=1, respond-async;x"),
            request -> request.setHeader("Prefer", "x".repeat(200)),
            request -> request.setHeader("Prefer", "x".repeat(201)),
            request -> request.setHeader("Authorization", "bearer  " + token + " "),
            request -> request.setHeader("Authorization", "Bearer " + token + " x"),
            request -> request.setHeader("Authorization", "Bearer " + token + "x"),
            request -> request.setHeader("Authorization", "Basic x"),
            request -> request.setHeader("X-Request-Timeout", "0"),
            request -> request.setHeader("X-Request-Timeout", "1500"),
            request -> request.POST(BodyPublishers.noBody()),
            request -> request.POST(BodyPublishers.ofString(CART + " ".repeat(65_536))),
            request ->
                request.POST(BodyPublishers.ofByteArray(CART.getBytes(StandardCharsets.UTF_16))))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void judgesAHeadTheSameOnBothLanes(UnaryOperator<HttpRequest.Builder> change) {
    answering(OrderStatus.CONFIRMED, null);
    var one = shop.send(change.apply(headed(shop.post("/api/orders", token, CART))));
    var other = shop.send(change.apply(headed(shop.post(CONTRACT_LANE, token, CART))));
    assertSameAnswer(one, other);
  }

  static Stream<Arguments> badCarts() {
    return BadInputTest.carts();
  }

  @ParameterizedTest
  @MethodSource("badCarts")
  void judgesABodyTheSameOnBothLanes(String body) {
    var one = shop.send(headed(shop.post("/api/orders", token, body)));
    var other = shop.send(headed(shop.post(CONTRACT_LANE, token, body)));
    assertEquals(400, one.statusCode());
    assertSameAnswer(one, other);
  }

  @Test
  void knowsOnTheFastLaneThatALoginHasEnded() {
    answering(OrderStatus.CONFIRMED, null);
    var caller = ScriptedShop.caller(Role.ROLE_USER);
    var ending = shop.token(caller);
    var before = taken("fast");
    shop.send(shop.post("/api/orders", ending, CART));
    shop.send(shop.post("/api/orders", ending, CART));
    assertEquals(before + 1, taken("fast"));

    shop.node()
        .platform()
        .bus()
        .tell(
            io.tidegate.contracts.identity.IdentityApi.REVOKED_ADDRESS,
            new io.tidegate.contracts.identity.IdentityApi.Revocation(
                caller.sessionId(), Instant.now()));
    io.tidegate.testkit.Await.until(
        "the login has ended",
        () -> shop.send(shop.post("/api/orders", ending, CART)).statusCode() == 401);
  }
}
