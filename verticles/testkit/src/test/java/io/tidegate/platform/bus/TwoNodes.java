package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.guard.RetryBudget;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Two nodes, {@code near} and {@code far}, in one process: what the tests of the bus share. */
abstract class TwoNodes {

  static final String ROLE = InventoryApi.ROLE;
  static final int IN_FLIGHT_MAX = 3;
  static final int RETRIES_AT_ONCE = 2;
  static final Caller CALLER = new Caller("m1", Set.of(Role.ROLE_USER), null);
  static final GetStock QUESTION = new GetStock(Sku.of("MUG-1"));
  static final StockLevel LEVEL = new StockLevel(Sku.of("MUG-1"), 5, 2, 3);

  final Vertx vertx = Vertx.vertx();
  final Map<String, Set<String>> nodes =
      Map.of(
          "near",
          Set.of(ROLE, OrderApi.ROLE, CatalogApi.ROLE),
          "far",
          Set.of(ROLE, CatalogApi.ROLE));
  final Directory directory = Directory.fixed("near", nodes);
  final InternalTokens tokens = new InternalTokens(vertx, UUID.randomUUID().toString());
  final MeterRegistry meters = new SimpleMeterRegistry();
  final Breakers breakers =
      new Breakers(
          vertx, new BreakerConfig(5, 50, Duration.ofSeconds(10), Duration.ofSeconds(10)), meters);
  final Bus bus =
      new Bus(
          vertx,
          directory,
          tokens,
          breakers,
          meters,
          new BusConfig(
              Duration.ofMillis(100), 10, new RetryBudget.Settings(10, RETRIES_AT_ONCE, 0)));

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  static ReceiveStock receive(String sku) {
    return new ReceiveStock(Sku.of(sku), 1, "note", new RequestKey("k", "f"));
  }

  Future<Answer> ask(Request request) {
    return bus.ask(ROLE, request, CALLER, Deadline.in(Duration.ofSeconds(5)), null);
  }

  Inbox inbox(String node) {
    return new Inbox(
        vertx,
        ROLE,
        Directory.fixed(node, nodes),
        InventoryApi.Request.class,
        tokens,
        IN_FLIGHT_MAX);
  }

  Inbox open(String node, Service service) {
    var inbox = inbox(node);
    inbox.attach(vertx.getOrCreateContext(), service);
    Await.result(inbox.open());
    return inbox;
  }

  Fault raw(String node, Object body, String token, String millis) {
    var options = new DeliveryOptions().setSendTimeout(5_000);
    if (token != null) {
      options.addHeader(Headers.TOKEN, token);
    }
    if (millis != null) {
      options.addHeader(Headers.DEADLINE, millis);
    }
    var failure =
        Await.failure(vertx.eventBus().request(Headers.address(ROLE, node), body, options));
    return Fault.of(assertInstanceOf(ReplyException.class, failure).failureCode());
  }

  static Fault fault(Future<?> asked) {
    return assertInstanceOf(FaultException.class, Await.failure(asked)).fault();
  }
}
