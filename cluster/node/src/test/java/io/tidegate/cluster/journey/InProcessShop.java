package io.tidegate.cluster.journey;

import io.tidegate.catalog.CatalogModule;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.delivery.DeliveryModule;
import io.tidegate.engine.FreePorts;
import io.tidegate.gateway.GatewayModule;
import io.tidegate.identity.IdentityModule;
import io.tidegate.inventory.InventoryModule;
import io.tidegate.order.OrderModule;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Health;
import io.tidegate.platform.run.Platform;
import io.tidegate.platform.run.RoleDeployment;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A whole shop in the test's own process, on real engines: what a {@link RunningShop} is, but for
 * tests that take its parts away. From a test thread.
 */
final class InProcessShop implements AutoCloseable {

  static final List<String> TOPICS =
      List.of(CatalogEvents.TOPIC, InventoryEvents.TOPIC, OrderEvents.TOPIC, DeliveryEvents.TOPIC);

  private static final Map<String, Function<Platform, DomainModule>> MODULES =
      Map.of(
          IdentityApi.ROLE, IdentityModule::new,
          CatalogApi.ROLE, CatalogModule::new,
          InventoryApi.ROLE, InventoryModule::new,
          OrderApi.ROLE, OrderModule::new,
          DeliveryApi.ROLE, DeliveryModule::new);

  final TestDatabase database;
  final TestNode node;
  final Shop shop;
  private final Health health = new Health();
  private final GatewayModule gateway;
  private final Map<String, RoleDeployment> domains = new LinkedHashMap<>();

  /** Opens one with settings of the test's own, which may depend on its database. */
  InProcessShop(Path folder, BiConsumer<TestNode.Plan, TestDatabase> settings) {
    this.database =
        TestDatabase.create()
            .with(IdentityApi.ROLE, "text")
            .with(CatalogApi.ROLE, "text")
            .with(InventoryApi.ROLE, "text")
            .with(OrderApi.ROLE, "uuid")
            .with(DeliveryApi.ROLE, "uuid");
    var port = FreePorts.find(1).getFirst();
    var admin = Shop.credentials("admin@example.com", UUID.randomUUID().toString());
    var operator = Shop.credentials("ops@example.com", UUID.randomUUID().toString());
    var plan =
        TestNode.on(database)
            .withKafka()
            .set("node", "port", port)
            .set("gateway", "callerRequestsPerSecond", 1_000_000)
            .set("gateway", "callerRequestsAtOnce", 1_000_000)
            .set("gateway", "addressRequestsPerSecond", 1_000_000)
            .set("gateway", "addressLoginsPerSecond", 1_000_000)
            .set("identity", "signingKeysFile", folder.resolve("keys.json").toString())
            .set("identity", "createSigningKeys", true)
            .set("identity", "argonMemoryKib", 4_096)
            .set("identity", "argonIterations", 1)
            .set("identity", "adminEmail", admin.get("email"))
            .set("identity", "adminPassword", admin.get("password"))
            .set("identity", "opsEmail", operator.get("email"))
            .set("identity", "opsPassword", operator.get("password"));
    settings.accept(plan, database);
    this.node = plan.start();
    node.topics(TOPICS);
    MODULES.keySet().forEach(this::start);
    this.gateway = new GatewayModule(node.platform(), health);
    for (var slot = 0; slot < gateway.slots(); slot++) {
      Await.result(node.vertx().deployVerticle(gateway.slot()));
    }
    health.serve();
    Await.until("the shop is ready", () -> Await.result(health.ready()).up());
    this.shop = new Shop(localJson(folder, "http://127.0.0.1:" + port, admin, operator));
  }

  /** A domain begins to work on this node. */
  void start(String role) {
    var module = MODULES.get(role).apply(node.platform());
    health.add("postgres-" + role, module::check);
    domains.put(role, node.deploy(module));
  }

  /** A domain ends as if the only node that carried it were gone. */
  void stop(String role) {
    health.add("postgres-" + role, Future::succeededFuture);
    Await.result(node.drain(domains.remove(role)));
  }

  private static Path localJson(
      Path folder, String url, Map<String, String> admin, Map<String, String> operator) {
    var file = folder.resolve("local.json");
    var one = Map.of("baseUrl", url);
    var local = Map.of("baseUrl", url, "nodes", List.of(one), "admin", admin, "ops", operator);
    try {
      return Files.writeString(file, Json.text(local));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  @Override
  public void close() {
    Await.result(gateway.drain(Duration.ofSeconds(2)));
    node.close();
    database.close();
  }
}
