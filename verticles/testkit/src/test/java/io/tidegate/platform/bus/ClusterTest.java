package io.tidegate.platform.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.hazelcast.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.engine.FreePorts;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.guard.RetryBudget;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two real nodes of a cluster over TCP, in one process. */
class ClusterTest {

  private static final Caller CALLER = new Caller("m1", Set.of(Role.ROLE_USER), null);
  private static final StockLevel LEVEL = new StockLevel(Sku.of("MUG-1"), 5, 2, 3);

  private final List<Integer> ports = FreePorts.find(3);
  private final String name = UUID.randomUUID().toString();
  private final String secret = UUID.randomUUID().toString();
  private final Node gateway = new Node(ports.get(0), Set.of("gateway"));
  private final Node inventory = new Node(ports.get(1), Set.of(InventoryApi.ROLE));

  private final class Node {

    final Vertx vertx;
    final Directory directory;
    final InternalTokens tokens;
    final Bus bus;

    Node(int port, Set<String> roles) {
      var cluster = new HazelcastClusterManager(config(port));
      var eventBus =
          new EventBusOptions()
              .setHost("127.0.0.1")
              .setClusterPublicHost("127.0.0.1")
              .setClusterNodeMetadata(
                  new JsonObject().put(Directory.ROLES, new JsonArray(List.copyOf(roles))));
      try {
        vertx =
            Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(eventBus))
                .withClusterManager(cluster)
                .buildClustered()
                .await(60, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException cause) {
        throw new IllegalStateException(cause);
      }
      directory = Directory.of(vertx, cluster, roles);
      tokens = new InternalTokens(vertx, secret);
      var breakers =
          new Breakers(
              vertx,
              new BreakerConfig(50, 50, Duration.ofSeconds(10), Duration.ofSeconds(1)),
              new SimpleMeterRegistry());
      bus =
          new Bus(
              vertx,
              directory,
              tokens,
              breakers,
              new SimpleMeterRegistry(),
              new BusConfig(Duration.ofMillis(100), 10, new RetryBudget.Settings(10, 20, 1)));
    }
  }

  @AfterEach
  void close() {
    Await.result(Future.join(gateway.vertx.close(), inventory.vertx.close()));
  }

  @Test
  void followsTheNodesThatComeAndGo() {
    Await.until("both know each other", () -> sees(gateway, 2) && sees(inventory, 2));
    assertEquals(
        List.of(inventory.directory.self()), gateway.directory.ranking(InventoryApi.ROLE, "key"));

    Await.result(inventory.vertx.close());

    Await.until("the one that left is forgotten", () -> sees(gateway, 1));
    assertEquals(List.of(), gateway.directory.ranking(InventoryApi.ROLE, "key"));
    assertEquals(Fault.UNREACHABLE, fault(ask()));
  }

  @Test
  void asksAcrossNodes() {
    open(
        inventory,
        inquiry -> {
          assertEquals(CALLER, inquiry.caller());
          return Future.succeededFuture(Answer.replayed(LEVEL));
        });
    Await.until("the gateway knows who carries it", () -> sees(gateway, 2));

    assertEquals(Answer.replayed(LEVEL), Await.result(ask()));
  }

  @Test
  void asksTheNextNodeWhenTheFirstGoesBeforeItHasAnswered() {
    var spare = new Node(ports.get(2), Set.of(InventoryApi.ROLE));
    try {
      var silent = open(inventory, _ -> Promise.<Answer>promise().future());
      open(spare, _ -> Future.succeededFuture(Answer.of(LEVEL)));
      Await.until("the gateway knows both", () -> sees(gateway, 3));
      var asked =
          gateway.bus.ask(
              InventoryApi.ROLE,
              ownedBy(inventory),
              CALLER,
              Deadline.in(Duration.ofMinutes(5)),
              null);
      Await.until("the first has it", () -> silent.inFlight() == 1);

      Await.result(inventory.vertx.close());

      assertEquals(Answer.of(LEVEL), Await.result(asked));
    } finally {
      Await.result(spare.vertx.close());
    }
  }

  @Test
  void doesNotCallUndoneWhatTheNodeThatWentMayHaveDone() {
    var spare = new Node(ports.get(2), Set.of(InventoryApi.ROLE));
    try {
      var silent = open(inventory, _ -> Promise.<Answer>promise().future());
      open(spare, _ -> Future.failedFuture(new FaultException(Fault.BUSY, "full")));
      Await.until("the gateway knows both", () -> sees(gateway, 3));
      var asked =
          gateway.bus.ask(
              InventoryApi.ROLE,
              ownedBy(inventory),
              CALLER,
              Deadline.in(Duration.ofMinutes(5)),
              null);
      Await.until("the first has it", () -> silent.inFlight() == 1);

      Await.result(inventory.vertx.close());

      assertEquals(Fault.DEPENDENCY, fault(asked));
    } finally {
      Await.result(spare.vertx.close());
    }
  }

  @Test
  void asksTheOnlyNodeAgainWhereItsAnswerIsLost() {
    var calls = new AtomicInteger();
    open(
        inventory,
        _ ->
            calls.incrementAndGet() == 1
                ? Promise.<Answer>promise().future()
                : Future.succeededFuture(Answer.replayed(LEVEL)));
    Await.until("the gateway knows who carries it", () -> sees(gateway, 2));

    assertEquals(Answer.replayed(LEVEL), Await.result(ask()));
    assertEquals(2, calls.get());
  }

  private static Inbox open(Node node, Service service) {
    var inbox =
        new Inbox(
            node.vertx,
            InventoryApi.ROLE,
            node.directory,
            InventoryApi.Request.class,
            node.tokens,
            10);
    inbox.attach(node.vertx.getOrCreateContext(), service);
    Await.result(inbox.open());
    return inbox;
  }

  private ReceiveStock ownedBy(Node owner) {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> Sku.of("SKU-" + number))
        .filter(
            sku ->
                gateway
                    .directory
                    .ranking(InventoryApi.ROLE, sku.value())
                    .getFirst()
                    .equals(owner.directory.self()))
        .map(sku -> new ReceiveStock(sku, 1, "note", new RequestKey("key", "fingerprint")))
        .findFirst()
        .orElseThrow();
  }

  private Future<Answer> ask() {
    return gateway.bus.ask(
        InventoryApi.ROLE,
        new GetStock(LEVEL.sku()),
        CALLER,
        Deadline.in(Duration.ofSeconds(5)),
        null);
  }

  private static boolean sees(Node node, int nodes) {
    return node.directory.nodes().size() == nodes;
  }

  private static Fault fault(Future<?> asked) {
    return assertInstanceOf(FaultException.class, Await.failure(asked)).fault();
  }

  private Config config(int port) {
    var config = ConfigUtil.loadConfig().setClusterName(name);
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.logging.type", "slf4j");
    var network = config.getNetworkConfig();
    network.setPort(port).setPortAutoIncrement(false).setPublicAddress("127.0.0.1:" + port);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(true)
        .setConnectionTimeoutSeconds(2)
        .setMembers(ports.stream().map(one -> "127.0.0.1:" + one).toList());
    return config;
  }
}
