package io.tidegate.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.gateway.contract.HttpContract;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatableRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast lane's reader, held against the contract: it takes nothing that the contract refuses.
 */
class CartReaderTest {

  private static final String CART =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}, {"sku": "CUP", "quantity": 1}],
       "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "김미나", "line1": "1 Road", "line2": null, "city": "Seoul",
                           "postalCode": "04524", "country": "KR"}}
      """;

  private static final int MUTANTS = 20_000;

  private static Vertx vertx;
  private static RequestValidator contract;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    contract = RequestValidator.create(vertx, Await.result(HttpContract.load(vertx)));
  }

  @AfterAll
  static void close() {
    Await.result(vertx.close());
  }

  private static Cart read(String body) {
    return CartReader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsACart() {
    assertEquals(
        new Cart(
            Channel.of("WEB"),
            List.of(new CartLine(Sku.of("TEA-1"), 2), new CartLine(Sku.of("CUP"), 1)),
            "CARD",
            new Address("김미나", "1 Road", null, "Seoul", "04524", "KR")),
        read(CART));
  }

  static List<String> good() {
    var lines = new JsonArray();
    IntStream.range(0, 50)
        .forEach(i -> lines.add(new JsonObject().put("sku", "S-" + i).put("quantity", 10_000)));
    var whole = new JsonObject(CART);
    whole.put("lines", lines).put("channel", "C".repeat(32)).put("paymentMethod", "_".repeat(32));
    whole
        .getJsonObject("deliveryAddress")
        .put("recipient", "r".repeat(100))
        .put("line1", "가".repeat(200))
        .put("line2", "l".repeat(200))
        .put("city", "\u0080".repeat(100))
        .put("postalCode", "0".repeat(20));
    var bare = new JsonObject(CART);
    bare.getJsonObject("deliveryAddress").remove("line2");
    return List.of(
        CART,
        whole.encode(),
        whole.encodePrettily(),
        bare.encode(),
        CART.replace("null", "\"\""),
        CART.replace("TEA-1", "T".repeat(64)),
        CART.replace("TEA-1", "\\u0054EA-1"),
        CART.replace("\"city\"", "\"c\\u0069ty\""),
        CART.strip() + "\r\n\t ");
  }

  @ParameterizedTest
  @MethodSource("good")
  void takesWhatTheContractTakes(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    assertNotNull(CartReader.read(bytes));
    assertSameAsContract(bytes, CartReader.read(bytes));
  }

  /** Good or not: no case for this reader. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "null",
        " {}",
        "{\"channel\":\"WEB\"}",
        "{\u0000",
      })
  void leavesOtherBodiesToTheContract(String body) {
    assertNull(read(body));
  }

  static List<String> unclear() {
    return List.of(
        " " + CART,
        CART + "{}",
        CART.replace("\"quantity\": 2", "\"quantity\": 2.0"),
        CART.replace("\"quantity\": 2", "\"quantity\": 2, \"quantity\": 2"),
        CART.replace("\"sku\": \"CUP\"", "\"sku\": \"TEA-1\""),
        CART.replace("\"line2\": null", "\"line2\": null, \"line2\": null"),
        CART.replace("\"channel\": \"WEB\"", "\"channel\": \"WEB\", \"channel\": \"WEB\""),
        CART.replace("1 Road", "\\ud83c\\udfe0 Road"),
        CART.replace("1 Road", "\\ud83c Road"),
        CART.replace("1 Road", "1\\u007fRoad"),
        CART.replace("1 Road", "1\\nRoad"));
  }

  @ParameterizedTest
  @MethodSource("unclear")
  void leavesWhatIsNotClearToTheContract(String body) {
    assertNull(read(body));
  }

  @Test
  void readsNoOtherEncodingThanUtf8() {
    assertNull(CartReader.read(CART.getBytes(StandardCharsets.UTF_16LE)));
    assertNull(CartReader.read(CART.getBytes(StandardCharsets.UTF_16BE)));
    assertNull(CartReader.read(CART.getBytes(StandardCharsets.UTF_16)));
    assertNull(CartReader.read(CART.replace("Road", "Rüe").getBytes(StandardCharsets.ISO_8859_1)));
  }

  /**
   * Spoils good carts at random, a few thousand of them so little that they are still good, and
   * holds each that is taken against the contract's verdict and reading.
   */
  @Test
  void takesNothingThatTheContractRefuses() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var taken = 0;
    var goods = good().stream().filter(body -> body.length() < 1_000).toList();
    for (var i = 0; i < MUTANTS; i++) {
      var body = goods.get(random.nextInt(goods.size()));
      for (var changes = 1 + random.nextInt(2); changes > 0; changes--) {
        body = MUTATIONS.get(random.nextInt(MUTATIONS.size())).mutate(body, random);
      }
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(10) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var cart = CartReader.read(bytes);
      if (cart != null) {
        taken++;
        assertSameAsContract(bytes, cart, "seed " + seed + ": " + body);
      }
    }
    assertTrue(taken > MUTANTS / 50 && taken < MUTANTS / 2, taken + " were taken");
  }

  private interface Mutation {
    String mutate(String body, Random random);
  }

  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "10000",
          "10001",
          "-1",
          "2.0",
          "1e1",
          "1E400",
          "\"\"",
          "\"A\"",
          "\"a\"",
          "\"WEB\"",
          "{}",
          "[]",
          ",",
          ":",
          "}",
          "]",
          "\"",
          "\\u0000",
          "\\u0041",
          "\\",
          " ",
          "\n",
          "\u0000",
          "é",
          "\ud83c\udfe0",
          "x".repeat(101),
          "99999999999",
          "\"sku\":",
          "\"line2\":",
          "\"extra\":1,",
          "\"channel\":\"WEB\",");

  private static final List<Mutation> MUTATIONS =
      List.of(
          CartReaderTest::replaceACharacter,
          CartReaderTest::cutAStretch,
          CartReaderTest::repeatAStretch,
          CartReaderTest::insertAPiece,
          CartReaderTest::replaceAValue,
          CartReaderTest::replaceAValue);

  private static String replaceACharacter(String body, Random random) {
    var at = random.nextInt(body.length());
    var c = (char) (random.nextInt(4) == 0 ? random.nextInt(0x3000) : ' ' + random.nextInt(96));
    return body.substring(0, at) + c + body.substring(at + 1);
  }

  private static String cutAStretch(String body, Random random) {
    var from = random.nextInt(body.length());
    var to = Math.min(body.length(), from + random.nextInt(20));
    var rest = body.substring(0, from) + body.substring(to);
    return rest.isEmpty() ? "x" : rest;
  }

  private static String repeatAStretch(String body, Random random) {
    var from = random.nextInt(body.length());
    var to = Math.min(body.length(), from + random.nextInt(40));
    return body.substring(0, to) + body.substring(from);
  }

  private static String insertAPiece(String body, Random random) {
    var at = random.nextInt(body.length());
    return body.substring(0, at) + piece(random) + body.substring(at);
  }

  /** One between quotes, or a number. */
  private static String replaceAValue(String body, Random random) {
    var values =
        java.util.regex.Pattern.compile("\"[^\"]*\"|[0-9]+|null").matcher(body).results().toList();
    if (values.isEmpty()) {
      return insertAPiece(body, random);
    }
    var value = values.get(random.nextInt(values.size()));
    return body.substring(0, value.start()) + piece(random) + body.substring(value.end());
  }

  private static String piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private static void assertSameAsContract(byte[] body, Cart cart) {
    assertSameAsContract(body, cart, new String(body, StandardCharsets.UTF_8));
  }

  private static void assertSameAsContract(byte[] body, Cart cart, String about) {
    var valid = contract.validate(new Body(Buffer.buffer(body)), "placeOrder");
    var read = Await.result(valid.map(it -> (Object) it).otherwise(Function.identity()));
    assertTrue(valid.succeeded(), () -> about + ": " + read);
    var slow = Cart.of(valid.result().getBody().getJsonObject());
    assertEquals(slow, cart, about);
    assertEquals(slow.fingerprint(), cart.fingerprint(), about);
  }

  @Test
  void tellsCartsApartByTheirFingerprints() {
    var carts = new ArrayList<>(List.of(CART));
    carts.add(CART.replace("WEB", "CARD").replace("\"CARD\",\n", "\"WEB\",\n"));
    carts.add(CART.replace("TEA-1", "TEA"));
    carts.add(CART.replace("\"quantity\": 2", "\"quantity\": 21"));
    carts.add(CART.replace("\"line2\": null", "\"line2\": \"\""));
    carts.add(CART.replace("\"line2\": null", "\"line2\": \"null\""));
    carts.add(CART.replace("1 Road\"", "1 Roa\"").replace("Seoul", "dSeoul"));
    carts.add(CART.replace(", {\"sku\": \"CUP\", \"quantity\": 1}", ""));
    assertEquals(carts.size(), carts.stream().map(CartReaderTest::read).distinct().count());
    assertEquals(
        carts.size(), carts.stream().map(cart -> read(cart).fingerprint()).distinct().count());
  }

  private record Body(Buffer body) implements ValidatableRequest {

    @Override
    public Map<String, RequestParameter> getCookies() {
      return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
      return Map.of("Idempotency-Key", () -> "\"k\"", "Prefer", () -> null);
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
      return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
      return Map.of();
    }

    @Override
    public RequestParameter getBody() {
      return () -> body;
    }

    @Override
    public String getContentType() {
      return "application/json";
    }
  }
}
