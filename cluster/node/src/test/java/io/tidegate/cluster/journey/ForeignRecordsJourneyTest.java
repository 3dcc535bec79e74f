package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.gateway.contract.HttpContract;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Who asks for what belongs to somebody else learns not even that it exists (F38). The calls are
 * those of the contract; a new one is among them.
 */
@Journey
final class ForeignRecordsJourneyTest {

  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

  /** What can be asked for by name and is nobody's. */
  private static final Set<String> NOBODYS = Set.of("sku", "channel", "id");

  /** What differs between any two answers. */
  private static final Set<String> HEADERS_OF_ONE_ANSWER =
      Set.of("x-request-id", "traceparent", "date");

  private final Shop shop;

  ForeignRecordsJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @TestFactory
  Stream<DynamicTest> answersAsIfForeignRecordsWereNotThere() {
    var owner = shop.newMember();
    var order = owner.post("/api/orders", Cart.of(shop.product(1), 1)).text("/orderId");
    var theirs =
        Map.of(
            "orderId", order,
            "deliveryId", Deliveries.awaitScheduled(owner, order).text("/deliveryId"),
            "sid", owner.get("/api/member/sessions").is(200).text("/items/0/sid"),
            "memberId", owner.get("/api/member/me").is(200).text("/memberId"),
            "email", owner.email());
    var stranger = shop.newMember();
    var calls = operations().stream().filter(ForeignRecordsJourneyTest::namesSomebodys).toList();
    assertEquals(
        10, calls.size(), () -> calls.stream().map(Operation::getOperationId).toList() + "");
    return Stream.concat(
        calls.stream()
            .map(
                call ->
                    dynamicTest(
                        call.getOperationId(), () -> answersTheSame(call, stranger, theirs))),
        Stream.of(dynamicTest("nothing was done", () -> nothingWasDone(owner, theirs))));
  }

  private static List<Operation> operations() {
    var vertx = Vertx.vertx();
    try {
      return Await.result(HttpContract.load(vertx)).operations();
    } finally {
      Await.result(vertx.close());
    }
  }

  private static boolean namesSomebodys(Operation call) {
    return PARAMETER
        .matcher(call.getOpenAPIPath())
        .results()
        .anyMatch(name -> !NOBODYS.contains(name.group(1)));
  }

  private static void answersTheSame(Operation call, Member stranger, Map<String, String> theirs) {
    var foreign = ask(stranger, call, theirs);
    var missing = ask(stranger, call, madeUp(theirs));
    if (call.getOpenAPIModel().containsKey("x-roles")) {
      foreign.isProblem(403, "forbidden");
    } else {
      foreign.isProblem(404, "not-found");
    }
    assertEquals(missing.status(), foreign.status());
    assertEquals(comparable(missing.body()), comparable(foreign.body()));
    assertEquals(comparable(missing.headers().map()), comparable(foreign.headers().map()));
  }

  private static Answer ask(Member stranger, Operation call, Map<String, String> values) {
    var path =
        PARAMETER
            .matcher(call.getOpenAPIPath())
            .replaceAll(name -> Matcher.quoteReplacement(value(values, name.group(1))));
    var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    return stranger.visitor().send(call.getHttpMethod().name(), path, null, headers);
  }

  private static String value(Map<String, String> values, String name) {
    return assertPresent(values.get(name), name);
  }

  private static String assertPresent(String value, String name) {
    assertNotNull(value, () -> "this test has no " + name + " of somebody, or is it nobody's?");
    return value;
  }

  /** Of the same form, and nobody's. */
  private static Map<String, String> madeUp(Map<String, String> theirs) {
    var madeUp = new TreeMap<String, String>();
    theirs.forEach(
        (name, value) ->
            madeUp.put(name, name.equals("email") ? 'n' + value.substring(1) : anotherId(value)));
    return madeUp;
  }

  private static String anotherId(String id) {
    return id.substring(0, 24) + UUID.randomUUID().toString().substring(24);
  }

  private static JsonNode comparable(JsonNode problem) {
    return ((ObjectNode) problem.deepCopy()).without(List.of("instance", "traceId"));
  }

  private static Map<String, List<String>> comparable(Map<String, List<String>> headers) {
    var comparable = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    comparable.putAll(headers);
    comparable
        .keySet()
        .removeIf(name -> HEADERS_OF_ONE_ANSWER.contains(name.toLowerCase(java.util.Locale.ROOT)));
    return comparable;
  }

  private static void nothingWasDone(Member owner, Map<String, String> theirs) {
    var order = owner.get("/api/orders/" + theirs.get("orderId")).is(200);
    assertEquals("CONFIRMED", order.text("/status"));
    assertEquals(theirs.get("sid"), owner.get("/api/member/sessions").is(200).text("/items/0/sid"));
    assertEquals(owner.email(), owner.get("/api/member/" + owner.email()).is(200).text("/email"));
  }
}
