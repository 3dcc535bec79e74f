package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.pointers;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Role;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: a problem of the contract, nothing asked of a domain. */
class BadInputTest {

  private static final String CART =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}], "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "Kim", "line1": "1 Road", "city": "Seoul",
                           "postalCode": "04524", "country": "KR"}}
      """;

  private static ScriptedShop shop;
  private static String token;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    token = shop.token(Role.ROLE_USER, Role.ROLE_ADMIN);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void nothingWasAsked() {
    assertEquals(List.of(), shop.asked(PlaceOrder.class));
  }

  private static String cart(Consumer<JsonObject> change) {
    var cart = new JsonObject(CART);
    change.accept(cart);
    return cart.encode();
  }

  private static String line(Object sku, Object quantity) {
    return cart(
        cart ->
            cart.put(
                "lines",
                new JsonArray().add(new JsonObject().put("sku", sku).put("quantity", quantity))));
  }

  static Stream<Arguments> carts() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("{", ""),
        Arguments.of("null", ""),
        Arguments.of("[]", ""),
        Arguments.of("3", ""),
        Arguments.of("\"cart\"", ""),
        Arguments.of("[".repeat(5_000), ""),
        Arguments.of("{\"a\":".repeat(5_000), ""),
        Arguments.of("{\"channel\": \"WEB\u0000\"}", ""),
        Arguments.of("/* a note */" + CART, ""),
        Arguments.of("\ufeff" + CART, ""),
        Arguments.of(CART.replaceFirst("\\{", "{\"channel\": \"MOBILE\","), ""),
        Arguments.of(CART.replace("\"quantity\"", "\"quantity\": 1, \"quantity\""), ""),
        Arguments.of(cart(cart -> cart.put("price", 1)), "/price"),
        Arguments.of(cart(cart -> cart.put("a/b~c", 1)), "/a~1b~0c"),
        Arguments.of(cart(cart -> cart.put("customerId", "x")), "/customerId"),
        Arguments.of(
            cart(cart -> cart.getJsonArray("lines").getJsonObject(0).put("unitPrice", 1)),
            "/lines/0/unitPrice"),
        Arguments.of(cart(cart -> cart.put("channel", "web")), "/channel"),
        Arguments.of(cart(cart -> cart.put("channel", 5)), "/channel"),
        Arguments.of(cart(cart -> cart.put("channel", "WEB\n")), "/channel"),
        Arguments.of(cart(cart -> cart.putNull("paymentMethod")), "/paymentMethod"),
        Arguments.of(cart(cart -> cart.put("lines", new JsonArray())), "/lines"),
        Arguments.of(cart(cart -> cart.put("lines", "TEA-1")), "/lines"),
        Arguments.of(cart(cart -> cart.put("lines", lines(51))), "/lines"),
        Arguments.of(cart(cart -> cart.put("lines", new JsonArray().add(1))), "/lines/0"),
        Arguments.of(cart(cart -> cart.getJsonArray("lines").add(line("TEA-1"))), "/lines/1/sku"),
        Arguments.of(line("TEA 1", 1), "/lines/0/sku"),
        Arguments.of(line(1, 1), "/lines/0/sku"),
        Arguments.of(line("TEA-1", 0), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", -1), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", 10_001), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", 1.5), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", 1e300), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", Long.MAX_VALUE), "/lines/0/quantity"),
        Arguments.of(
            line("TEA-1", new java.math.BigInteger("99999999999999999999999999")),
            "/lines/0/quantity"),
        Arguments.of(line("TEA-1", "1"), "/lines/0/quantity"),
        Arguments.of(line("TEA-1", true), "/lines/0/quantity"),
        Arguments.of(
            cart(cart -> cart.getJsonObject("deliveryAddress").put("country", "Korea")),
            "/deliveryAddress/country"),
        Arguments.of(
            cart(cart -> cart.getJsonObject("deliveryAddress").remove("city")),
            "/deliveryAddress/city"),
        Arguments.of(
            cart(cart -> cart.getJsonObject("deliveryAddress").put("recipient", "a\u0000b")),
            "/deliveryAddress/recipient"));
  }

  private static JsonObject line(String sku) {
    return new JsonObject().put("sku", sku).put("quantity", 1);
  }

  private static JsonArray lines(int count) {
    var lines = new JsonArray();
    for (var i = 0; i < count; i++) {
      lines.add(line("TEA-" + i));
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("carts")
  void refusesACartThatIsNone(String body, String pointer) {
    var problem =
        problem(shop.send(shop.post("/api/orders", token, body)), 400, "validation-failed");
    assertEquals(List.of(pointer), pointers(problem), problem.encode());
  }

  @Test
  void saysAllThatIsWrong() {
    var body = cart(cart -> cart.put("channel", "web").put("extra", 1).remove("paymentMethod"));
    var problem =
        problem(shop.send(shop.post("/api/orders", token, body)), 400, "validation-failed");
    assertEquals(
        List.of("/channel", "/extra", "/paymentMethod"),
        pointers(problem).stream().sorted().toList());
  }

  @Test
  void refusesAnotherEncoding() {
    var bytes = CART.getBytes(StandardCharsets.UTF_16LE);
    var request = shop.post("/api/orders", token, "").POST(BodyPublishers.ofByteArray(bytes));
    problem(shop.send(request), 400, "validation-failed");
  }

  @Test
  void refusesBytesThatAreNoText() {
    var bytes = CART.replace("Kim", "K\u00ef\u00ef").getBytes(StandardCharsets.ISO_8859_1);
    var request = shop.post("/api/orders", token, "").POST(BodyPublishers.ofByteArray(bytes));
    problem(shop.send(request), 400, "validation-failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tab\there"})
  void refusesAMalformedKey(String key) {
    var request = shop.post("/api/orders", token, CART).setHeader("Idempotency-Key", key);
    var problem = problem(shop.send(request), 400, "validation-failed");
    assertEquals(List.of("/Idempotency-Key"), pointers(problem));
  }

  @Test
  void refusesAKeyThatIsNotAscii() {
    var head = "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    var credentials = "Authorization: Bearer " + token + "\r\nIdempotency-Key: clé\r\n";
    var status = raw(head + credentials + "Content-Length: " + CART.length() + "\r\n\r\n" + CART);
    assertEquals("HTTP/1.1 400 Bad Request", status);
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    var request =
        shop.post("/api/orders", token, CART).setHeader("Idempotency-Key", "k".repeat(129));
    var problem = problem(shop.send(request), 400, "validation-failed");
    assertEquals(List.of("/Idempotency-Key"), pointers(problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders",
        "/api/admin/products",
        "/api/admin/channels",
        "/api/admin/stock/receipts",
        "/api/admin/deliveries/dispatch",
        "/api/orders/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3c6/cancel",
        "/api/admin/deliveries/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3c6/delivered"
      })
  void refusesAPostWithoutItsKey(String path) {
    var request =
        shop.request(path, token)
            .POST(BodyPublishers.ofString(CART))
            .header("Content-Type", "application/json");
    var problem = problem(shop.send(request), 400, "validation-failed");
    assertEquals(List.of("/Idempotency-Key"), pointers(problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/jsonp",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "%%%"
      })
  void refusesAnotherMediaType(String mediaType) {
    var request = shop.post("/api/orders", token, CART).setHeader("Content-Type", mediaType);
    problem(shop.send(request), 415, "unsupported-media-type");
  }

  @Test
  void refusesABodyWithoutAMediaType() {
    var request =
        shop.request("/api/orders", token)
            .header("Idempotency-Key", "k")
            .POST(BodyPublishers.ofString(CART));
    problem(shop.send(request), 415, "unsupported-media-type");
  }

  @Test
  void refusesALargeBody() {
    var body = cart(cart -> cart.put("paymentMethod", "x".repeat(1024 * 1024)));
    problem(shop.send(shop.post("/api/orders", token, body)), 413, "payload-too-large");
  }

  @Test
  void refusesALargeBodyOfUnknownLength() {
    var bytes =
        cart(cart -> cart.put("paymentMethod", "x".repeat(70_000)))
            .getBytes(StandardCharsets.UTF_8);
    var request =
        shop.post("/api/orders", token, "")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    problem(shop.send(request), 413, "payload-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/1",
        "/api/orders/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3c",
        "/api/orders/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3cX",
        "/api/orders/%20",
        "/api/orders/1-1-1-1-1",
        "/api/orders/x/events",
        "/api/orders/x/stream",
        "/api/orders/x/delivery",
        "/api/stock/tea",
        "/api/stock/%00",
        "/api/admin/products/t%C3%A9",
        "/api/admin/stock/tea/movements",
        "/api/channels/web/products",
        "/api/channels/WEB/products/tea",
        "/api/member/%00",
        "/api/member/a%0Ab@c.d",
        "/api",
        "/api/",
        "/api/nothing",
        "/nothing",
        "/docs/nothing",
        "/api/orders/a/b/c",
        "/..%2f..%2fetc/passwd"
      })
  void findsNothingThere(String path) {
    problem(shop.send(shop.request(path, token).GET()), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/%zz",
        "/api/stock/%",
        "/api/channels?q=%zz",
        "/api/channels/WEB/products?cursor=%",
        "/api/%c3%28"
      })
  void neverFailsOnAPathThatCannotBeDecoded(String path) {
    var answer = answerUpTo("\r\n\r\n", "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertTrue(answer.contains("content-type: application/problem+json"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/channels?limit=0",
        "/api/channels?limit=201",
        "/api/channels?limit=-1",
        "/api/channels?limit=1.5",
        "/api/channels?limit=x",
        "/api/channels?limit=99999999999999999999",
        "/api/channels?limit="
      })
  void refusesABadLimit(String path) {
    var problem = problem(shop.send(shop.request(path).GET()), 400, "validation-failed");
    assertEquals(List.of("/limit"), pointers(problem));
  }

  @Test
  void refusesABadFilter() {
    for (var name : List.of("status", "sku", "from", "to")) {
      var request = shop.request("/api/admin/orders?" + name + "=%20x", token).GET();
      assertEquals(
          List.of("/" + name), pointers(problem(shop.send(request), 400, "validation-failed")));
    }
    // Well-formed, and still no day.
    var request = shop.request("/api/admin/orders?from=2026-02-31T00:00:00Z", token).GET();
    assertEquals(List.of("/from"), pointers(problem(shop.send(request), 400, "validation-failed")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999", "", "0x1"})
  void refusesABadCursorOfAHistory(String cursor) {
    var path = "/api/orders/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3c6/events?cursor=" + cursor;
    var problem = problem(shop.send(shop.request(path, token).GET()), 400, "validation-failed");
    assertEquals(List.of("/cursor"), pointers(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999"})
  void refusesABadLastEventId(String id) {
    var request =
        shop.request("/api/orders/0199f3a2-8b2e-7d10-b7c4-52e1f0a9d3c6/stream", token)
            .header("Last-Event-ID", id);
    var problem = problem(shop.send(request.GET()), 400, "validation-failed");
    assertEquals(List.of("/Last-Event-ID"), pointers(problem));
  }

  @Test
  void namesTheMethodsThatThereAre() {
    var delete = shop.send(shop.request("/api/orders", token).DELETE());
    problem(delete, 405, "method-not-allowed");
    assertEquals("GET, POST", header(delete, "Allow"));
    var put =
        shop.send(
            shop.request("/api/admin/products/TEA-1", token)
                .method("PATCH", BodyPublishers.noBody()));
    problem(put, 405, "method-not-allowed");
    assertEquals("GET, PUT", header(put, "Allow"));
    problem(shop.send(shop.request("/docs").DELETE()), 405, "method-not-allowed");
    problem(shop.send(shop.request("/health/live").DELETE()), 405, "method-not-allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999999999999"})
  void refusesABadTimeout(String millis) {
    var request = shop.request("/api/channels").header("X-Request-Timeout", millis).GET();
    assertEquals(
        List.of("/X-Request-Timeout"),
        pointers(problem(shop.send(request), 400, "validation-failed")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET api HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: tea\r\n\r\n{}"
      })
  void answersWhatIsNoHttpWithAClientError(String request) {
    var status = raw(request);
    assertTrue(status.isEmpty() || status.contains(" 4"), status);
  }

  @Test
  void refusesALineThatIsTooLong() {
    assertTrue(raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n").contains(" 400 "));
  }

  @Test
  void refusesAHeadThatIsTooLarge() {
    var head = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n";
    assertTrue(raw(head).contains(" 400 "));
  }

  /** The status line that these bytes are answered with, or nothing. */
  private static String raw(String request) {
    return answerUpTo("\n", request);
  }

  private static String answerUpTo(String end, String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      var answer = new StringBuilder();
      var octet = 0;
      while (answer.indexOf(end) < 0 && (octet = socket.getInputStream().read()) != -1) {
        answer.append((char) octet);
      }
      return answer.toString().strip();
    } catch (IOException cause) {
      throw new java.io.UncheckedIOException(cause);
    }
  }
}
