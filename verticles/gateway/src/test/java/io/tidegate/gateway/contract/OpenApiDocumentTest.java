package io.tidegate.gateway.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiDocumentTest {

  private static Vertx vertx;
  private static OpenAPIContract contract;

  @BeforeAll
  static void load() throws Exception {
    vertx = Vertx.vertx();
    contract = HttpContract.load(vertx).await(10, SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void hasEveryCallOnce() {
    var calls = new TreeMap<String, String>();
    for (var operation : contract.operations()) {
      calls.put(
          operation.getOperationId(),
          operation.getHttpMethod() + " " + operation.getAbsoluteOpenAPIPath());
    }
    assertEquals(new TreeMap<>(ContractSamples.CALLS), calls);
  }

  @Test
  void hasABodySampleForEveryCallThatTakesOne() {
    var withBody =
        contract.operations().stream()
            .filter(operation -> operation.getRequestBody() != null)
            .map(Operation::getOperationId)
            .collect(Collectors.toSet());
    assertEquals(ContractSamples.BODIES.keySet(), withBody);
  }

  static Set<String> callsWithABody() {
    return ContractSamples.BODIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("callsWithABody")
  void acceptsAGoodBody(String call) {
    var outcome = check(call, ContractSamples.body(call));
    assertTrue(outcome.getValid(), () -> outcome.toJson().encodePrettily());
  }

  @ParameterizedTest
  @MethodSource("callsWithABody")
  void refusesAnUnknownFieldAtEveryLevelOfABody(String call) {
    for (var place : objects("", ContractSamples.body(call))) {
      // The names of a product's attributes are the shop's own.
      if (!place.endsWith("/attributes")) {
        var body = ContractSamples.body(call);
        object(body, place).put("surprise", 1);
        assertFalse(check(call, body).getValid(), "unknown field in " + call + " at " + place);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("callsWithABody")
  void refusesABodyThatIsNoObject(String call) {
    assertFalse(check(call, new JsonArray()).getValid());
    assertFalse(check(call, "text").getValid());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          placeOrder      | /lines/0/quantity          | 0
          placeOrder      | /lines/0/quantity          | -1
          placeOrder      | /lines/0/quantity          | 10001
          placeOrder      | /lines/0/quantity          | 1.5
          placeOrder      | /lines/0/quantity          | 1.0
          placeOrder      | /lines/0/quantity          | 1e400
          placeOrder      | /lines/0/quantity          | 99999999999999999999
          placeOrder      | /lines/0/quantity          | "1"
          placeOrder      | /lines/0/quantity          | null
          placeOrder      | /lines/0/sku               | "tea"
          placeOrder      | /lines/0/sku               | "TEA\\n"
          placeOrder      | /lines/0/sku               | ""
          placeOrder      | /lines                     | []
          placeOrder      | /lines                     | {}
          placeOrder      | /channel                   | "WE-B"
          placeOrder      | /channel                   | "WEB\\n"
          placeOrder      | /paymentMethod             | 7
          placeOrder      | /deliveryAddress           | null
          placeOrder      | /deliveryAddress/country   | "KOR"
          placeOrder      | /deliveryAddress/country   | "KR\\n"
          placeOrder      | /deliveryAddress/city      | ""
          placeOrder      | /deliveryAddress/recipient | "Kim\\u0000Mina"
          signUp          | /password                  | "seven77"
          signUp          | /email                     | "mina"
          signUp          | /email                     | "mina@example.com\\n"
          signUp          | /email                     | "mi na@example.com"
          logIn           | /password                  | ""
          logIn           | /email                     | "mina\\u0000@example.com"
          registerProduct | /offers/0/price/amount     | -1
          registerProduct | /offers/0/price/amount     | 1000000000001
          registerProduct | /offers/0/price/amount     | 1.5
          registerProduct | /offers/0/price/currency   | "krw"
          registerProduct | /offers/0/price/currency   | "KRW\\n"
          registerProduct | /offers/0/discountPercent  | 101
          registerProduct | /offers/0/discountPercent  | -1
          registerProduct | /offers/0/paymentMethods   | []
          registerProduct | /offers/0/paymentMethods   | ["CARD","CARD"]
          registerProduct | /attributes/origin         | 1
          registerProduct | /attributes/origin         | "\\u0000"
          registerProduct | /attributes                | {"a\\u0000": "b"}
          receiveStock    | /quantity                  | 0
          receiveStock    | /quantity                  | 1000001
          createChannel   | /name                      | ""
          dispatchDeliveries | /limit                  | 0
          """)
  void refusesABadValue(String call, String place, String value) {
    var body = ContractSamples.body(call);
    JsonPointer.from(place).writeJson(body, ContractSamples.json(value.replace("\\\\", "\\")));
    assertFalse(check(call, body).getValid());
  }

  @Test
  void refusesTextsAndListsThatAreTooLong() {
    refusesLength("signUp", "/password", 129);
    refusesLength("signUp", "/email", 255);
    refusesLength("placeOrder", "/deliveryAddress/line1", 201);
    refusesLength("registerProduct", "/name", 201);
    refusesLength("registerProduct", "/attributes/origin", 1001);
    var body = ContractSamples.body("placeOrder");
    var lines = body.getJsonArray("lines");
    while (lines.size() < 50) {
      lines.add(lines.getJsonObject(0).copy().put("sku", "SKU-" + lines.size()));
    }
    assertTrue(check("placeOrder", body).getValid());
    lines.add(lines.getJsonObject(0).copy().put("sku", "SKU-50"));
    assertFalse(check("placeOrder", body).getValid());
  }

  @Test
  void needsAnIdempotencyKeyWhereverAPostCreatesOrMovesSomething() {
    var keyed =
        contract.operations().stream()
            .filter(operation -> operation.getParameters().stream().anyMatch(this::isRequiredKey))
            .map(Operation::getOperationId)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "createChannel",
            "registerProduct",
            "receiveStock",
            "placeOrder",
            "cancelOrder",
            "dispatchDeliveries",
            "confirmDelivery"),
        keyed);
  }

  private boolean isRequiredKey(io.vertx.openapi.contract.Parameter parameter) {
    return parameter.getIn() == Location.HEADER
        && parameter.getName().equals("Idempotency-Key")
        && parameter.isRequired();
  }

  @Test
  void opensToAnyoneOnlyWhatAnyoneMayCall() {
    var open =
        contract.operations().stream()
            .filter(operation -> operation.getSecurityRequirements().isEmpty())
            .map(Operation::getOperationId)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "signUp",
            "logIn",
            "reissue",
            "getKeys",
            "listChannels",
            "listOffers",
            "getOffer",
            "getStock",
            "getLiveness",
            "getReadiness"),
        open);
  }

  @Test
  void namesARoleForEveryCallOfAdminsOrOperatorsAlone() {
    for (var operation : contract.operations()) {
      var roles = operation.getOpenAPIModel().getJsonArray("x-roles", new JsonArray());
      var admin = operation.getAbsoluteOpenAPIPath().startsWith("/api/admin/");
      assertEquals(admin, roles.contains("ROLE_ADMIN"), operation.getOperationId());
      var operator = operation.getAbsoluteOpenAPIPath().startsWith("/ops/api/");
      assertEquals(operator, roles.contains("ROLE_OPS"), operation.getOperationId());
      assertEquals(
          Set.of("dispatchDeliveries", "confirmDelivery").contains(operation.getOperationId()),
          roles.contains("ROLE_SERVICE"),
          operation.getOperationId());
    }
  }

  private static void refusesLength(String call, String place, int length) {
    for (var last : List.of(length - 1, length)) {
      var body = ContractSamples.body(call);
      var text = place.equals("/email") ? "@" + "a".repeat(last - 1) : "a".repeat(last);
      var shown = place.equals("/email") ? "a" + text.substring(0, last - 1) : text;
      JsonPointer.from(place).writeJson(body, shown);
      assertEquals(last < length, check(call, body).getValid(), place + " of " + last);
    }
  }

  private static OutputUnit check(String call, Object body) {
    var schema =
        contract.operation(call).getRequestBody().getContent().get("application/json").getSchema();
    return contract.getSchemaRepository().validator(schema).validate(body);
  }

  private static List<String> objects(String place, Object node) {
    var places = new ArrayList<String>();
    switch (node) {
      case JsonObject object -> {
        places.add(place);
        for (Map.Entry<String, Object> field : object) {
          places.addAll(objects(place + "/" + field.getKey(), field.getValue()));
        }
      }
      case JsonArray array -> {
        for (var i = 0; i < array.size(); i++) {
          places.addAll(objects(place + "/" + i, array.getValue(i)));
        }
      }
      case null, default -> {}
    }
    return places;
  }

  private static JsonObject object(JsonObject body, String place) {
    return (JsonObject) JsonPointer.from(place).queryJson(body);
  }
}
