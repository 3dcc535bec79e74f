package io.tidegate.simulation.shop;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.inventory.InventoryModule;
import io.tidegate.order.OrderModule;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.bus.BusConfig;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.Platform;
import io.tidegate.platform.run.RoleDeployment;
import io.tidegate.simulation.Faults;
import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.log.BrokerOfMachine;
import io.tidegate.simulation.log.Topics;
import io.tidegate.simulation.store.Connections;
import io.tidegate.simulation.store.Server;
import io.tidegate.simulation.world.Machine;
import io.tidegate.simulation.world.VirtualVertx;
import io.tidegate.simulation.world.World;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGeneratorFactory;

/** Engines and nodes: production's modules on a simulated machine each. */
public final class Shop {

  private static final Set<String> ROLES = Set.of("order", "inventory", "delivery");

  // Signing is of no interest here, and dear.
  private static final Vertx ELSEWHERE = Vertx.vertx();
  private static final InternalTokens TOKENS =
      new InternalTokens(ELSEWHERE, "the simulation has no secrets to keep");

  private static final Map<Path, Conf> SETTINGS = new ConcurrentHashMap<>();

  private final World world;
  private final Faults faults;
  private final Vertx vertx;
  private final Server server;
  private final Topics topics;
  private final Cluster cluster;
  private final Wire wire;
  private final Conf conf;
  private final List<Node> nodes = new ArrayList<>();

  public Shop(World world, Faults faults, Set<Mutant> mutants, Path settings) {
    this.world = world;
    this.faults = faults;
    this.vertx = VirtualVertx.create();
    vertx.exceptionHandler(failure -> world.strange("nobody caught " + failure));
    this.server = new Server(world, mutants);
    this.topics =
        new Topics(
            world,
            List.of(
                CatalogEvents.TOPIC,
                OrderEvents.TOPIC,
                InventoryEvents.TOPIC,
                DeliveryEvents.TOPIC));
    this.cluster = new Cluster(world);
    this.wire = new Wire(world, vertx, faults, contextOf(new Machine("network")));
    this.conf = SETTINGS.computeIfAbsent(settings, Shop::settings);
  }

  /** Production's settings, but for what makes a seed long without making it richer. */
  private static Conf settings(Path folder) {
    return Conf.load(
        folder,
        List.of(),
        Map.of(
            "TIDEGATE_PLATFORM_LEASE_TERM_MS", "1500",
            "TIDEGATE_ORDER_PENDING_AFTER_MS", "1000",
            "TIDEGATE_ORDER_SWEEP_EVERY_MS", "400",
            // What is remembered is forgotten by the real clock, which no seed knows.
            "TIDEGATE_ORDER_OFFER_CACHE_MS", "3600000",
            "TIDEGATE_KAFKA_RELAY_EVENTS_MAX", "4"));
  }

  /** A node as others know it. */
  public final class Node {

    private final Machine machine;
    private final Context main;
    private final List<RoleDeployment> deployments = new ArrayList<>();
    private Platform platform;
    private boolean ready;

    private Node(String name) {
      this.machine = new Machine(name);
      this.main = contextOf(machine);
    }

    private void start(Set<String> roles) {
      var section = conf.section("platform");
      var directory = Directory.of(vertx, cluster.join(machine.name(), roles, main), roles);
      var meters = new CompositeMeterRegistry();
      var breakers = new Breakers(vertx, BreakerConfig.from(section), meters);
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(world.random().nextLong());
      platform =
          new Platform(
              vertx,
              world.clock(),
              new UuidV7(world.clock(), random),
              conf,
              directory,
              new Bus(vertx, directory, TOKENS, breakers, meters, BusConfig.from(section)),
              TOKENS,
              breakers,
              meters,
              KafkaConfig.from(conf.section("kafka"), "simulated"),
              section.milliseconds("leaseTermMs"),
              schema -> new Postgres(vertx, schema, pools(), breakers),
              new BrokerOfMachine(world, vertx, faults, topics, machine));
    }

    private Postgres.Pools pools() {
      return new Postgres.Pools(pool(), pool(), pool());
    }

    private Connections pool() {
      return new Connections(world, vertx, faults, server, machine);
    }

    private Future<Void> carry() {
      return RoleDeployment.deploy(platform, new InventoryModule(platform))
          .onSuccess(deployments::add)
          .compose(_ -> RoleDeployment.deploy(platform, new StandInDelivery(platform)))
          .onSuccess(deployments::add)
          .compose(_ -> RoleDeployment.deploy(platform, new OrderModule(platform)))
          .onSuccess(deployments::add)
          .onSuccess(_ -> ready = true)
          .onFailure(cause -> world.strange(machine + " did not start: " + cause))
          .mapEmpty();
    }

    public String name() {
      return machine.name();
    }

    public Bus bus() {
      return platform.bus();
    }

    public Context context() {
      return main;
    }

    public boolean isReady() {
      return ready && !machine.isDead();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
      world.note("killed", machine);
      nodes.remove(this);
      machine.kill();
      world.after(
          world.between(Duration.ofMillis(50), Duration.ofSeconds(2)),
          () -> cluster.left(machine.name()));
    }

    /** Stops it for a while, as a long collection or a SIGSTOP does. */
    public void pause(long forNanos) {
      world.note("paused", machine + " " + forNanos / 1_000_000 + " ms");
      machine.pauseUntil(world.nanos() + forNanos);
    }

    /** Ends it as SIGTERM does. */
    public void drain() {
      world.note("draining", machine);
      nodes.remove(this);
      main.runOnContext(
          _ -> {
            Future<Void> drained = Future.succeededFuture();
            for (var deployment : deployments.reversed()) {
              drained = drained.eventually(() -> deployment.drain(Duration.ofMillis(800)));
            }
            drained.onComplete(
                _ -> {
                  if (!machine.isDead()) {
                    world.note("drained", machine);
                    cluster.left(machine.name());
                    machine.kill();
                  }
                });
          });
    }
  }

  /** A node with everything on it. */
  public Node startNode(String name) {
    var node = new Node(name);
    nodes.add(node);
    world.note("starts", name);
    node.main.runOnContext(
        _ -> {
          node.start(ROLES);
          node.carry();
        });
    return node;
  }

  /** A node that only asks. */
  public Node startGateway() {
    var node = new Node("gateway");
    node.main.runOnContext(
        _ -> {
          node.start(Set.of());
          node.ready = true;
        });
    return node;
  }

  private Context contextOf(Machine machine) {
    return world.on(machine, () -> ((VertxInternal) vertx).createEventLoopContext());
  }

  public List<Node> nodes() {
    return nodes;
  }

  public Server server() {
    return server;
  }

  public Topics topics() {
    return topics;
  }

  public void cut(Node one, Node other, long forNanos) {
    world.note("cut off", one.name() + " from " + other.name());
    wire.cut(one.name(), other.name());
    world.after(forNanos, wire::mend);
  }

  public void mend() {
    wire.mend();
  }

  /** Gives back all that Vert.x took of the real world, which is one thread. */
  public void close() {
    ((VertxInternal) vertx).blockedThreadChecker().close();
  }
}
