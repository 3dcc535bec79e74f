package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sees of a world that fails. */
class FaultsTest {

  private static ScriptedShop shop;

  @BeforeAll
  static void open() {
    // Each fault is looked at by itself, not through an open breaker.
    shop = ScriptedShop.open(plan -> plan.set("platform", "breakerFaultsMin", 10_000));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.BUSY, 503, "overloaded", false),
        Arguments.of(Fault.EXPIRED, 503, "overloaded", false),
        Arguments.of(Fault.DRAINING, 503, "unavailable", false),
        Arguments.of(Fault.UNREACHABLE, 503, "unavailable", false),
        Arguments.of(Fault.BREAKER_OPEN, 503, "unavailable", false),
        Arguments.of(Fault.DEPENDENCY, 503, "unavailable", null),
        Arguments.of(Fault.TIMEOUT, 504, "deadline-exceeded", null),
        Arguments.of(Fault.UNAUTHENTICATED, 500, "internal", null),
        Arguments.of(Fault.BUG, 500, "internal", null));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhetherAnythingMayHaveBeenDone(Fault fault, int status, String slug, Boolean executed) {
    shop.become(GetStock.class, Future.failedFuture(new FaultException(fault, "secret detail")));

    var answer = shop.send(shop.request("/api/stock/TEA-1").GET());

    var problem = problem(answer, status, slug);
    assertEquals(executed, problem.getBoolean("executed"));
    assertEquals(status == 503 ? "1" : null, header(answer, "Retry-After"));
    assertFalse(answer.body().contains("secret"), answer.body());
  }

  @Test
  void hasATestForEveryFault() {
    assertEquals(Fault.values().length, faults().count());
  }

  @Test
  void tellsNothingOfABug() {
    shop.become(GetStock.class, Future.failedFuture(new IllegalStateException("at line 42")));

    var problem = problem(shop.send(shop.request("/api/stock/TEA-1").GET()), 500, "internal");

    assertFalse(problem.containsKey("detail"));
    assertFalse(problem.encode().contains("line 42"), problem.encode());
  }

  @Test
  void takesAnAnswerOfAnotherKindForABug() {
    shop.on(
        GetStock.class,
        _ ->
            new io.tidegate.contracts.inventory.InventoryApi.MovementPage(
                java.util.List.of(), null));
    problem(shop.send(shop.request("/api/stock/TEA-1").GET()), 500, "internal");
  }

  @Test
  void waitsNoLongerThanTheClientDoes() {
    shop.become(GetStock.class, Promise.<io.tidegate.platform.bus.Answer>promise().future());
    var begin = System.nanoTime();

    var request = shop.request("/api/stock/TEA-1").header("X-Request-Timeout", "150");
    problem(shop.send(request.GET()), 504, "deadline-exceeded");

    assertTrue(System.nanoTime() - begin < Duration.ofMillis(1_500).toNanos());
    // It is counted from when the domain got it, which is a little later.
    Await.until(
        "the domain knows that it is too late",
        Duration.ofMillis(500),
        () -> shop.lastAsked(GetStock.class).deadline().hasPassed());
  }

  @Test
  void waitsNoLongerThanItsSettingSays() {
    try (var own = ScriptedShop.open(plan -> plan.set("gateway", "requestTimeoutMs", 150))) {
      own.become(GetStock.class, Promise.<io.tidegate.platform.bus.Answer>promise().future());
      var request = own.request("/api/stock/TEA-1").header("X-Request-Timeout", "60000");
      problem(own.send(request.GET()), 504, "deadline-exceeded");
    }
  }

  @Test
  void putsARequestIntoTheClientsTrace() {
    shop.on(GetStock.class, asked -> new StockLevel(asked.sku(), 1, 0, 1));
    var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    var answer =
        shop.send(
            shop.request("/api/stock/TEA-1")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .header("X-Request-Id", "checkout-7")
                .GET());

    assertEquals("checkout-7", header(answer, "X-Request-Id"));
    var answered = header(answer, "traceparent");
    assertTrue(answered.matches("00-" + trace + "-[0-9a-f]{16}-01"), answered);
    assertFalse(answered.contains("00f067aa0ba902b7"), answered);
    assertEquals(answered, shop.lastAsked(GetStock.class).traceparent());
  }

  @Test
  void beginsATraceWhereTheClientsMakesNoSense() {
    shop.on(GetStock.class, asked -> new StockLevel(asked.sku(), 1, 0, 1));
    for (var wrong :
        new String[] {
          "x",
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"
        }) {
      var answer = shop.send(shop.request("/api/stock/TEA-1").header("traceparent", wrong).GET());
      var trace = header(answer, "traceparent");
      assertTrue(trace.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"), trace);
      assertFalse(trace.contains("4bf92f3577b34da6a3ce929d0e0e4736"), trace);
    }
  }

  @Test
  void doesNotRepeatARequestIdThatCouldForgeALogLine() {
    shop.on(GetStock.class, asked -> new StockLevel(asked.sku(), 1, 0, 1));
    for (var id : new String[] {"a b", "x".repeat(129), "é", "{}"}) {
      var answer = shop.send(shop.request("/api/stock/TEA-1").header("X-Request-Id", id).GET());
      assertEquals(36, header(answer, "X-Request-Id").length());
    }
  }

  @Test
  void countsRequestsByOperation() {
    shop.on(GetStock.class, asked -> new StockLevel(asked.sku(), 1, 0, 1));
    shop.send(shop.request("/api/stock/TEA-1").GET());
    shop.send(shop.request("/api/stock/tea").GET());
    shop.send(shop.request("/api/orders").GET());
    shop.send(shop.request("/api/nothing").GET());

    for (var labels :
        new String[][] {
          {"getStock", "200"}, {"getStock", "404"}, {"listOrders", "401"}, {"other", "404"}
        }) {
      Await.until(
          "it is counted: " + labels[0] + " " + labels[1],
          () ->
              shop.node()
                      .platform()
                      .meters()
                      .find("tidegate.http.requests")
                      .tag("operation", labels[0])
                      .tag("status", labels[1])
                      .timer()
                  != null);
    }
  }

  @Test
  void finishesWhatItHasBegunWhenItLeaves() throws Exception {
    var own = ScriptedShop.open();
    try {
      var answer = Promise.<io.tidegate.platform.bus.Answer>promise();
      own.become(GetStock.class, answer.future());
      var client =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> own.send(own.request("/api/stock/TEA-1").GET()));
      Await.until("it is asked", () -> !own.asked(GetStock.class).isEmpty());

      var drained = own.gateway().drain(Duration.ofSeconds(10));
      Await.until("it takes no more", () -> refusesConnections(own.port()));
      assertFalse(drained.isComplete());
      answer.complete(io.tidegate.platform.bus.Answer.of(new StockLevel(Sku.of("TEA-1"), 3, 1, 2)));

      var answered = client.get(10, java.util.concurrent.TimeUnit.SECONDS);
      assertEquals(200, answered.statusCode());
      assertEquals(2, new JsonObject(answered.body()).getInteger("available"));
      Await.result(drained);
    } finally {
      own.close();
    }
  }

  private static boolean refusesConnections(int port) {
    try (var _ = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (java.io.IOException _) {
      return true;
    }
  }
}
