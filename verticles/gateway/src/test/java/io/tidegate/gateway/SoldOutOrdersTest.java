package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.pointers;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.KeyUnused;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cart is answered while the gateway knows that some of it is sold out. */
class SoldOutOrdersTest {

  private static final Sku TEA = Sku.of("TEA-1");
  private static final Sku CUP = Sku.of("CUP-1");
  private static final int LEASE_MS = 400;

  private static ScriptedShop shop;
  private static String token;

  @BeforeAll
  static void open() {
    shop =
        ScriptedShop.open(
            plan ->
                plan.set("gateway", "soldOutLeaseMs", LEASE_MS)
                    .set("platform", "breakerFaultsMin", 10_000));
    token = shop.token(Role.ROLE_USER);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  /** Of tea there is none, of the rest there is enough. */
  @BeforeEach
  void sellOut() {
    shop.on(PlaceOrder.class, SoldOutOrdersTest::decide);
    shop.on(FindPlacement.class, _ -> new KeyUnused());
  }

  private static OrderPlacement decide(PlaceOrder command) {
    return command.lines().stream().map(CartLine::sku).anyMatch(TEA::equals)
        ? rejected(command)
        : new OrderPlacement(order(command.orderId(), OrderStatus.CONFIRMED, null));
  }

  private static OrderPlacement rejected(PlaceOrder command) {
    var rejection = new Rejection("insufficient-stock", "1 asked for, 0 available", TEA);
    return new OrderPlacement(
        order(command.orderId(), OrderStatus.REJECTED, rejection), List.of(TEA));
  }

  private static OrderView order(OrderId orderId, OrderStatus status, Rejection rejection) {
    var price = new Money(11_610, "KRW");
    var at = Instant.parse("2026-11-21T09:30:00.120Z");
    return new OrderView(
        orderId,
        status,
        Channel.of("WEB"),
        List.of(new OrderLine(TEA, "tea", 1, price, price)),
        price,
        price,
        "CARD",
        LocalDate.parse("2026-11-23"),
        at,
        at,
        rejection);
  }

  private static String cart(Sku... skus) {
    var lines = new io.vertx.core.json.JsonArray();
    for (var sku : skus) {
      lines.add(new JsonObject().put("sku", sku.value()).put("quantity", 1));
    }
    return new JsonObject(
            """
            {"channel": "WEB", "paymentMethod": "CARD",
             "deliveryAddress": {"recipient": "Kim", "line1": "1 Road", "city": "Seoul",
                                 "postalCode": "04524", "country": "KR"}}
            """)
        .put("lines", lines)
        .encode();
  }

  private static HttpResponse<String> order(String path, String cart) {
    return shop.send(shop.post(path, token, cart));
  }

  private static boolean isFromMemory(HttpResponse<String> answer) {
    return answer.statusCode() == 409
        && Boolean.FALSE.equals(Answers.json(answer).getBoolean("executed"));
  }

  /** Orders until an answer is what is waited for: a lease may always have run out. */
  private static HttpResponse<String> orderUntil(
      String path, String cart, Predicate<HttpResponse<String>> wanted) {
    var last = new AtomicReference<HttpResponse<String>>();
    Await.until(
        "an order is answered so",
        () -> {
          last.set(order(path, cart));
          return wanted.test(last.get());
        });
    return last.get();
  }

  /**
   * The answer to a request that came while the lease on tea was alive: of tea was refused before
   * and after it, and nobody asked for any in between.
   */
  private static HttpResponse<String> underTheLease(HttpRequest.Builder request) {
    var answer = new AtomicReference<HttpResponse<String>>();
    Await.until(
        "the lease lives as long as a request",
        () -> {
          orderUntil("/api/orders", cart(TEA), SoldOutOrdersTest::isFromMemory);
          var placed = keysPlaced().size();
          var looked = shop.asked(FindPlacement.class).size();
          answer.set(shop.send(request));
          assertEquals(looked, shop.asked(FindPlacement.class).size());
          return isFromMemory(order("/api/orders", cart(TEA))) && keysPlaced().size() == placed;
        });
    return answer.get();
  }

  private static double refusals() {
    return shop.node().platform().meters().get("tidegate.soldout.refusals").counter().count();
  }

  private static List<String> keysPlaced() {
    return shop.asked(PlaceOrder.class).stream().map(one -> one.key().key()).toList();
  }

  @Test
  void refusesFromMemoryWithoutAnOrder() {
    for (var path : List.of("/api/orders", "/api/orders?lane=contract")) {
      var before = refusals();

      var answer = orderUntil(path, cart(TEA), SoldOutOrdersTest::isFromMemory);

      var problem = problem(answer, 409, "insufficient-stock");
      assertEquals("TEA-1", problem.getString("sku"));
      assertEquals(false, problem.getBoolean("executed"));
      assertFalse(problem.containsKey("orderId"));
      assertNull(header(answer, "Location"));
      assertNull(header(answer, "Idempotency-Replayed"));
      assertTrue(refusals() > before);
      var looked = shop.asked(FindPlacement.class).getLast();
      assertFalse(keysPlaced().contains(looked.key().key()));
    }
  }

  @Test
  void refusesACartOfWhichAPartIsSoldOut() {
    var answer = orderUntil("/api/orders", cart(CUP, TEA), SoldOutOrdersTest::isFromMemory);
    assertEquals("TEA-1", Answers.json(answer).getString("sku"));
    assertEquals(201, order("/api/orders", cart(CUP)).statusCode());
  }

  static Stream<Arguments> badCarts() {
    return BadInputTest.carts();
  }

  /** All these are carts of tea. */
  @ParameterizedTest
  @MethodSource("badCarts")
  void saysFirstWhatIsWrongWithACart(String body, String pointer) {
    for (var path : List.of("/api/orders", "/api/orders?lane=contract")) {
      var problem = problem(underTheLease(shop.post(path, token, body)), 400, "validation-failed");
      assertEquals(List.of(pointer), pointers(problem), problem.encode());
    }
  }

  @Test
  void saysFirstWhatIsWrongWithAHead() {
    var key = shop.post("/api/orders", token, cart(TEA)).setHeader("Idempotency-Key", "");
    assertEquals(
        List.of("/Idempotency-Key"),
        pointers(problem(underTheLease(key), 400, "validation-failed")));
    var prefer = shop.post("/api/orders", token, cart(TEA)).setHeader("Prefer", "x".repeat(201));
    assertEquals(
        List.of("/Prefer"), pointers(problem(underTheLease(prefer), 400, "validation-failed")));
    var text = shop.post("/api/orders", token, cart(TEA)).setHeader("Content-Type", "text/plain");
    problem(underTheLease(text), 415, "unsupported-media-type");
    var stranger = shop.post("/api/orders", "stranger", cart(TEA));
    problem(underTheLease(stranger), 401, "unauthenticated");
  }

  @Test
  void looksAKeyUpWithTheFingerprintThatPlacingHas() {
    orderUntil("/api/orders", cart(TEA), SoldOutOrdersTest::isFromMemory);
    var looked = shop.asked(FindPlacement.class).getLast();
    var placed = shop.asked(PlaceOrder.class).getLast();
    assertEquals(placed.key().fingerprint(), looked.key().fingerprint());
    assertEquals(placed.customerId(), looked.customerId());
    assertEquals(placed.customerId(), shop.lastAsked(FindPlacement.class).caller().memberId());
  }

  @Test
  void answersAKnownKeyWithItsOrder() {
    var known = new OrderId(UUID.randomUUID());
    for (var status : List.of(OrderStatus.CONFIRMED, OrderStatus.CANCELLED, OrderStatus.PENDING)) {
      shop.onInquiry(
          FindPlacement.class,
          _ -> Answer.replayed(new OrderPlacement(order(known, status, null))));
      var expected = status == OrderStatus.PENDING ? 202 : 201;
      var answer = orderUntil("/api/orders", cart(TEA), given -> given.statusCode() == expected);
      assertEquals("true", header(answer, "Idempotency-Replayed"));
      assertEquals("/api/orders/" + known, header(answer, "Location"));
      assertEquals(known.toString(), Answers.json(answer).getString("orderId"));
    }
    var rejection = new Rejection("insufficient-stock", "none left", TEA);
    shop.onInquiry(
        FindPlacement.class,
        _ -> Answer.replayed(new OrderPlacement(order(known, OrderStatus.REJECTED, rejection))));
    var answer =
        orderUntil(
            "/api/orders",
            cart(TEA),
            given -> known.toString().equals(Answers.json(given).getString("orderId")));
    assertFalse(problem(answer, 409, "insufficient-stock").containsKey("executed"));
    assertEquals("true", header(answer, "Idempotency-Replayed"));
  }

  @Test
  void saysThatAKeyWasUsedForAnotherCart() {
    shop.on(FindPlacement.class, _ -> new CommonRefusal.KeyReused());
    var answer = orderUntil("/api/orders", cart(TEA), given -> given.statusCode() == 422);
    problem(answer, 422, "idempotency-key-reused");
  }

  @Test
  void placesTheOrderWhereItsKeyCannotBeLookedUp() {
    shop.become(
        FindPlacement.class, Future.failedFuture(new FaultException(Fault.DEPENDENCY, "down")));
    var before = refusals();
    var lookups = shop.asked(FindPlacement.class).size();
    var answer =
        orderUntil(
            "/api/orders",
            cart(TEA),
            given -> {
              assertFalse(isFromMemory(given));
              return shop.asked(FindPlacement.class).size() > lookups;
            });
    problem(answer, 409, "insufficient-stock");
    var key = shop.asked(FindPlacement.class).getLast().key().key();
    assertTrue(keysPlaced().contains(key));
    assertEquals(before, refusals());
  }

  @Test
  void sellsAgainWhenThereIsSome() {
    orderUntil("/api/orders", cart(TEA), SoldOutOrdersTest::isFromMemory);
    shop.on(
        PlaceOrder.class,
        command -> new OrderPlacement(order(command.orderId(), OrderStatus.CONFIRMED, null)));
    orderUntil("/api/orders", cart(TEA), given -> given.statusCode() == 201);
    // Somebody got some, so nobody is refused from memory any more.
    assertEquals(201, order("/api/orders", cart(TEA)).statusCode());
  }

  @Test
  void doesNotRefuseWhenTheLeaseEndedDuringTheLookup() throws Exception {
    var lookup = Promise.<Answer>promise();
    shop.become(FindPlacement.class, lookup.future());
    var lookups = shop.asked(FindPlacement.class).size();
    var client =
        CompletableFuture.supplyAsync(
            () ->
                orderUntil(
                    "/api/orders",
                    cart(TEA),
                    given -> {
                      assertFalse(isFromMemory(given));
                      return given.statusCode() == 201;
                    }));
    Await.until("a key is looked up", () -> shop.asked(FindPlacement.class).size() > lookups);
    shop.on(
        PlaceOrder.class,
        command -> new OrderPlacement(order(command.orderId(), OrderStatus.CONFIRMED, null)));
    var begin = System.nanoTime();
    Await.until(
        "the lease has ended",
        () -> System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(LEASE_MS));
    lookup.complete(Answer.of(new KeyUnused()));
    assertEquals(201, client.get(20, TimeUnit.SECONDS).statusCode());
  }
}
