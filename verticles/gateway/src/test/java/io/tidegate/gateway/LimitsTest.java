package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.vertx.core.Promise;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Who asks too often, or comes when there is too much to do, is told so before anything is done.
 */
class LimitsTest {

  private static final String CART =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}], "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "Kim", "line1": "1 Road", "city": "Seoul",
                           "postalCode": "04524", "country": "KR"}}
      """;

  /** So slow that a test is over before a token has come back. */
  private static ScriptedShop patient(String... limits) {
    return ScriptedShop.open(
        plan -> {
          for (var limit : limits) {
            plan.set("gateway", limit, 1);
          }
          return plan.set("gateway", "callerRequestsAtOnce", 3);
        });
  }

  private static void serve(ScriptedShop shop) {
    shop.on(GetStock.class, asked -> new StockLevel(asked.sku(), 1, 0, 1));
    shop.on(ListOrders.class, _ -> new OrderPage(List.of(), null));
    shop.on(PlaceOrder.class, _ -> CommonRefusal.Invalid.at("/channel", "not here"));
    shop.on(LogIn.class, _ -> new IdentityApi.InvalidCredentials());
  }

  private static HttpResponse<String> stock(ScriptedShop shop) {
    return shop.send(shop.request("/api/stock/TEA-1").GET());
  }

  private static HttpResponse<String> orders(ScriptedShop shop, String token) {
    return shop.send(shop.request("/api/orders", token).GET());
  }

  private static HttpResponse<String> place(ScriptedShop shop, String token) {
    return shop.send(shop.post("/api/orders", token, CART));
  }

  /** Sends until that status comes, which the slow refill of a test's bucket cannot put off. */
  private static HttpResponse<String> untilLimited(
      java.util.function.Supplier<HttpResponse<String>> send) {
    for (var i = 0; i < 200; i++) {
      var answer = send.get();
      if (answer.statusCode() == 429) {
        return answer;
      }
    }
    throw new AssertionError("nobody was refused");
  }

  private static void assertRateLimited(HttpResponse<String> answer) {
    var problem = problem(answer, 429, "rate-limited");
    assertEquals(false, problem.getBoolean("executed"));
    assertTrue(Integer.parseInt(header(answer, "Retry-After")) >= 1);
  }

  @Test
  void limitsACallerAndNobodyElse() {
    try (var shop = patient("callerRequestsPerSecond")) {
      serve(shop);
      var one = ScriptedShop.caller(Role.ROLE_USER);
      var token = shop.token(one);
      for (var i = 0; i < 3; i++) {
        assertEquals(200, orders(shop, token).statusCode());
      }
      assertRateLimited(untilLimited(() -> orders(shop, token)));
      var placed = shop.asked(PlaceOrder.class).size();
      assertRateLimited(untilLimited(() -> place(shop, token)));
      // Another token of his does not help him.
      assertRateLimited(untilLimited(() -> orders(shop, shop.token(one))));

      assertEquals(200, orders(shop, shop.token(Role.ROLE_USER)).statusCode());
      assertEquals(200, stock(shop).statusCode());
      assertTrue(shop.asked(PlaceOrder.class).size() - placed < 200);
    }
  }

  @Test
  void limitsAnAddressForWhomNobodyKnows() {
    try (var shop = patient("addressRequestsPerSecond")) {
      serve(shop);
      assertRateLimited(untilLimited(() -> stock(shop)));
      assertRateLimited(untilLimited(() -> shop.send(shop.request("/nothing").GET())));
      assertRateLimited(untilLimited(() -> shop.send(shop.request("/docs").GET())));
      // Members are not kept out by strangers, and the health of a node is everybody's.
      var token = shop.token(Role.ROLE_USER);
      assertEquals(200, orders(shop, token).statusCode());
      assertEquals(200, orders(shop, token).statusCode());
      for (var i = 0; i < 20; i++) {
        assertEquals(200, shop.send(shop.request("/health/ready").GET()).statusCode());
      }
    }
  }

  @Test
  void countsMadeUpTokensForTheirAddress() {
    try (var shop = patient("addressRequestsPerSecond")) {
      serve(shop);
      assertRateLimited(untilLimited(() -> orders(shop, "x.y.z")));
    }
  }

  @Test
  void countsANewTokenForItsCallerOnly() {
    try (var shop = patient("addressRequestsPerSecond")) {
      serve(shop);
      for (var i = 0; i < 10; i++) {
        assertEquals(200, orders(shop, shop.token(Role.ROLE_USER)).statusCode());
      }
    }
  }

  @Test
  void limitsLoginsOfAnAddress() {
    try (var shop = patient("addressLoginsPerSecond")) {
      serve(shop);
      var token = shop.token(Role.ROLE_USER);
      orders(shop, token);
      assertRateLimited(untilLimited(() -> logIn(shop, "none")));
      // Who is logged in already has no more of them.
      assertRateLimited(untilLimited(() -> logIn(shop, token)));
      assertEquals(200, stock(shop).statusCode());
    }
  }

  private static HttpResponse<String> logIn(ScriptedShop shop, String token) {
    return shop.send(
        shop.request("/auth/login", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"email\": \"a@b.c\", \"password\": \"x\"}")));
  }

  private static CompletableFuture<HttpResponse<String>> later(
      java.util.function.Supplier<HttpResponse<String>> send) {
    return CompletableFuture.supplyAsync(send);
  }

  private static void assertOverloaded(HttpResponse<String> answer) {
    var problem = problem(answer, 503, "overloaded");
    assertEquals(false, problem.getBoolean("executed"));
    assertEquals("1", header(answer, "Retry-After"));
  }

  private static double gauge(ScriptedShop shop, String name) {
    var gauge = shop.node().platform().meters().find(name).gauge();
    assertNotNull(gauge, name);
    return gauge.value();
  }

  private static long answered(ScriptedShop shop, String operation, int status) {
    var timer =
        shop.node()
            .platform()
            .meters()
            .find("tidegate.http.requests")
            .tags("operation", operation, "status", Integer.toString(status))
            .timer();
    return timer == null ? 0 : timer.count();
  }

  private static ScriptedShop narrow() {
    var shop =
        ScriptedShop.open(
            plan ->
                plan.set("gateway", "inFlightMin", 1)
                    .set("gateway", "inFlightMax", 2)
                    .set("gateway", "browsingSharePercent", 50));
    serve(shop);
    return shop;
  }

  @Test
  void refusesWhatIsTooMuchAndKeepsRoomForOrders() throws Exception {
    try (var shop = narrow()) {
      var token = shop.token(Role.ROLE_USER);
      assertEquals(400, place(shop, token).statusCode());
      var level = Promise.<Answer>promise();
      shop.become(GetStock.class, level.future());
      var browsing = later(() -> stock(shop));
      Await.until("somebody browses", () -> !shop.asked(GetStock.class).isEmpty());

      assertOverloaded(stock(shop));
      assertOverloaded(orders(shop, token));
      assertEquals(400, place(shop, token).statusCode());

      var decision = Promise.<Answer>promise();
      shop.become(PlaceOrder.class, decision.future());
      var ordering = later(() -> place(shop, token));
      Await.until("somebody orders", () -> shop.asked(PlaceOrder.class).size() == 3);
      assertOverloaded(place(shop, token));
      assertEquals(3, shop.asked(PlaceOrder.class).size());
      assertEquals(2, gauge(shop, "tidegate.http.in.flight"));
      assertEquals(2, gauge(shop, "tidegate.http.in.flight.limit"));
      assertEquals(200, shop.send(shop.request("/health/ready").GET()).statusCode());

      level.complete(Answer.of(new StockLevel(io.tidegate.contracts.Sku.of("TEA-1"), 1, 0, 1)));
      decision.complete(Answer.of(CommonRefusal.Invalid.at("/channel", "not here")));
      assertEquals(200, browsing.get(20, TimeUnit.SECONDS).statusCode());
      assertEquals(400, ordering.get(20, TimeUnit.SECONDS).statusCode());
      serve(shop);
      Await.until("there is room", () -> gauge(shop, "tidegate.http.in.flight") == 0);
      assertEquals(200, stock(shop).statusCode());
      assertEquals(
          3.0, shop.node().platform().meters().get("tidegate.http.overloaded").counter().count());
    }
  }

  /** Its body, when it comes, is no request of its own. */
  @Test
  void refusesBeforeTheBodyHasCome() {
    try (var shop = narrow();
        var client = RawConnection.to(shop)) {
      var placed = Promise.<Answer>promise();
      shop.become(PlaceOrder.class, placed.future());
      var token = shop.token(Role.ROLE_USER);
      var ordering = List.of(later(() -> place(shop, token)), later(() -> place(shop, token)));
      Await.until("the node is full", () -> gauge(shop, "tidegate.http.in.flight") == 2);
      var body = "GET /api/stock/TEA-1 HTTP/1.1\r\nHost: x\r\n\r\n";

      client.say(
          "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n");
      Await.until("it is refused", () -> answered(shop, "other", 503) == 1);
      client.say(body + "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      var answers = client.readToTheEnd();
      assertEquals(2, answers.split("HTTP/1.1 ", -1).length - 1, answers);
      assertTrue(answers.startsWith("HTTP/1.1 503 "), answers);
      assertTrue(answers.contains("HTTP/1.1 200 OK"), answers);

      placed.complete(Answer.of(CommonRefusal.Invalid.at("/channel", "not here")));
      ordering.forEach(one -> assertEquals(400, one.join().statusCode()));
    }
  }

  @Test
  void takesOnNoMoreThanItsLimitHoweverOftenTheRefusedAskAgain() throws Exception {
    var limit = 2;
    var clients = 12;
    var ordersEach = 4;
    try (var shop =
            ScriptedShop.open(
                plan ->
                    plan.set("gateway", "inFlightMin", limit)
                        .set("gateway", "inFlightMax", limit));
        var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var underWay = new AtomicInteger();
      var mostUnderWay = new AtomicInteger();
      shop.become(
          PlaceOrder.class,
          (PlaceOrder command) -> {
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return shop.node()
                .vertx()
                .timer(5, TimeUnit.MILLISECONDS)
                .map(
                    _ -> {
                      underWay.decrementAndGet();
                      return Answer.of(Placements.confirmed(command));
                    });
          });
      var token = shop.token(Role.ROLE_USER);
      var refusals = new AtomicInteger();
      var storm =
          IntStream.range(0, clients)
              .mapToObj(
                  _ ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (var i = 0; i < ordersEach; i++) {
                              refusals.addAndGet(placeAgainUntilTaken(shop, token));
                            }
                          },
                          crowd))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(storm).get(20, TimeUnit.SECONDS);

      assertEquals(limit, mostUnderWay.get());
      assertTrue(refusals.get() > clients * ordersEach, "no storm: " + refusals);
      assertEquals(
          refusals.get(),
          shop.node().platform().meters().get("tidegate.http.overloaded").counter().count());
      // Nothing was done for whom it was refused, and the next ones come in at once.
      assertEquals(clients * ordersEach, shop.asked(PlaceOrder.class).size());
      for (var i = 0; i < 10; i++) {
        assertEquals(201, place(shop, token).statusCode());
      }
    }
  }

  /** How often one was refused who asks again at once, by the same key. */
  private static int placeAgainUntilTaken(ScriptedShop shop, String token) {
    var request = shop.post("/api/orders", token, CART);
    for (var refusals = 0; ; refusals++) {
      var answer = shop.send(request);
      if (answer.statusCode() != 503) {
        assertEquals(201, answer.statusCode(), answer.body());
        return refusals;
      }
      assertOverloaded(answer);
    }
  }

  @Test
  void hasRoomAgainWhenAClientHasGone() throws Exception {
    try (var shop = narrow()) {
      shop.become(GetStock.class, Promise.<Answer>promise().future());
      try (var socket =
          new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), shop.port())) {
        var request = "GET /api/stock/TEA-1 HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Await.until("it is asked", () -> !shop.asked(GetStock.class).isEmpty());
        assertOverloaded(stock(shop));
      }
      serve(shop);
      Await.until("there is room", () -> stock(shop).statusCode() == 200);
      Await.until("it is counted", () -> answered(shop, "getStock", 499) == 1);
    }
  }

  @Test
  void givesNoRoomToWhoIsStillSending() throws Exception {
    try (var shop = narrow()) {
      var head =
          "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 1000\r\n\r\n{";
      var sockets = new java.util.ArrayList<java.net.Socket>();
      try {
        for (var i = 0; i < 5; i++) {
          var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), shop.port());
          sockets.add(socket);
          socket.getOutputStream().write(head.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Await.until("they are connected", () -> gauge(shop, "tidegate.http.connections") >= 5);
        assertEquals(200, stock(shop).statusCode());
        assertEquals(400, place(shop, shop.token(Role.ROLE_USER)).statusCode());
      } finally {
        for (var socket : sockets) {
          socket.close();
        }
      }
    }
  }
}
