package io.tidegate.testkit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.bus.BusConfig;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.bus.Service;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.kafka.Topics;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.NodeDesk;
import io.tidegate.platform.run.Platform;
import io.tidegate.platform.run.RoleDeployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A node in the test's own process, without a cluster: the real settings of {@code conf/} with the
 * test's laid over them, the real platform, and the domains that the test deploys on it. Closing
 * drains what is deployed, as a node that ends does. From a test thread; blocks.
 */
public final class TestNode implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** What has no answer when a test is over is not meant to get one. */
  private static final Duration DRAIN_AT_THE_END = Duration.ofMillis(500);

  private final Vertx vertx;
  private final SteppingClock clock;
  private final Platform platform;
  private final boolean kafka;
  private final List<RoleDeployment> deployments = new ArrayList<>();
  private final List<Inbox> inboxes = new ArrayList<>();

  private TestNode(Vertx vertx, SteppingClock clock, Platform platform, boolean kafka) {
    this.vertx = vertx;
    this.clock = clock;
    this.platform = platform;
    this.kafka = kafka;
  }

  /** A node whose domains reach this database. */
  public static Plan on(TestDatabase database) {
    var plan = alone();
    database.domains().forEach(domain -> plan.reaches(domain, database.uri(domain)));
    return plan;
  }

  /** A node that has no database, for what owns no data. */
  public static Plan alone() {
    return new Plan();
  }

  /** What a node is to be before it starts. */
  public static final class Plan {

    private final JsonObject overlay = new JsonObject();
    private final Set<String> roles =
        new java.util.TreeSet<>(Set.of("identity", "catalog", "inventory", "order", "delivery"));
    private final Set<String> neighbours = new java.util.TreeSet<>();
    private boolean kafka;

    private Plan() {
      set("platform", "internalTokenSecret", UUID.randomUUID().toString());
      set("platform", "leaseTermMs", 1_500);
      set("kafka", "bootstrapServers", "127.0.0.1:9");
      set("kafka", "prefix", UUID.randomUUID() + ".");
      set("kafka", "partitions", 3);
    }

    /** With Kafka: domains deployed on it relay and react, on topics of this plan's own. */
    public Plan withKafka() {
      return withKafka(Engines.kafka().bootstrapServers());
    }

    /** The same on another broker. */
    public Plan withKafka(String bootstrapServers) {
      kafka = true;
      return set("kafka", "bootstrapServers", bootstrapServers);
    }

    /** Another value of a setting in {@code conf/}. */
    public Plan set(String section, String key, Object value) {
      if (!overlay.containsKey(section)) {
        overlay.put(section, new JsonObject());
      }
      overlay.getJsonObject(section).put(key, value);
      return this;
    }

    /** One more role than the shop has. */
    public Plan role(String role) {
      roles.add(role);
      return this;
    }

    /** Another node of the cluster, as far as this one knows; it carries nothing and is silent. */
    public Plan besides(String neighbour) {
      neighbours.add(neighbour);
      return this;
    }

    /** Starts it; a plan may be started more than once: the nodes share topics and secret. */
    public TestNode start() {
      var conf = conf();
      var vertx = Vertx.vertx();
      var section = conf.section("platform");
      var self = UUID.randomUUID().toString();
      var nodes = new HashMap<String, Set<String>>(Map.of(self, roles));
      neighbours.forEach(neighbour -> nodes.put(neighbour, Set.of()));
      var directory = Directory.fixed(self, nodes);
      var tokens = new InternalTokens(vertx, section.text("internalTokenSecret"));
      var clock = new SteppingClock();
      var meters = new SimpleMeterRegistry();
      var breakers = new Breakers(vertx, BreakerConfig.from(section), meters);
      var platform =
          new Platform(
              vertx,
              clock,
              new UuidV7(clock),
              conf,
              directory,
              new Bus(vertx, directory, tokens, breakers, meters, BusConfig.from(section)),
              tokens,
              breakers,
              meters,
              KafkaConfig.from(conf.section("kafka")),
              section.milliseconds("leaseTermMs"));
      Await.result(NodeDesk.open(platform));
      return new TestNode(vertx, clock, platform, kafka);
    }

    private void reaches(String domain, String uri) {
      if (Files.exists(Engines.root().resolve("conf").resolve(domain + ".json"))) {
        set(domain, "writeUri", uri);
        set(domain, "readUri", uri);
      }
    }

    private Conf conf() {
      try {
        var file = Files.createTempFile("tidegate-test-", ".json");
        try {
          Files.writeString(file, overlay.encode());
          return Conf.load(Engines.root().resolve("conf"), List.of(file), Map.of());
        } finally {
          Files.delete(file);
        }
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }
  }

  public Platform platform() {
    return platform;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The clock that the platform gives to the domains. */
  public SteppingClock clock() {
    return clock;
  }

  /** Makes topics of this node's own; with Kafka only. */
  public void topics(Collection<String> names) {
    Await.result(new Topics(vertx, platform.kafka()).ensure(names));
  }

  /** Deploys a domain; its background too where the node has Kafka. The node closes it. */
  public RoleDeployment deploy(DomainModule module) {
    var deployment =
        Await.result(
            kafka
                ? RoleDeployment.deploy(platform, module)
                : RoleDeployment.deployWithoutBackground(platform, module));
    deployments.add(deployment);
    return deployment;
  }

  /** Another domain's side of a conversation, where that domain is not what is under test. */
  public Inbox serve(String role, Class<? extends Request> requests, Service service) {
    var inbox = new Inbox(vertx, role, platform.directory(), requests, platform.tokens(), 1_000);
    inbox.attach(vertx.getOrCreateContext(), service);
    Await.result(inbox.open());
    inboxes.add(inbox);
    return inbox;
  }

  /** Asks over the bus, as another domain would, with five seconds to answer. */
  public Future<Answer> ask(String role, Request request, Caller caller) {
    return platform.bus().ask(role, request, caller, Deadline.in(Duration.ofSeconds(5)), null);
  }

  /** Asks and waits for the reply, which must be of that type. */
  public <R extends Reply> R ask(String role, Request request, Caller caller, Class<R> type) {
    var reply = Await.result(ask(role, request, caller)).reply();
    if (!type.isInstance(reply)) {
      throw new AssertionError("expected %s but got %s".formatted(type.getSimpleName(), reply));
    }
    return type.cast(reply);
  }

  /** Drains a domain before the node ends, as scaling down does. */
  public Future<Void> drain(RoleDeployment deployment) {
    deployments.remove(deployment);
    return deployment.drain(DRAIN);
  }

  @Override
  public void close() {
    var drained =
        Future.join(
            deployments.reversed().stream()
                .map(deployment -> deployment.drain(DRAIN_AT_THE_END))
                .toList());
    var left = Future.join(inboxes.stream().map(inbox -> inbox.drain(DRAIN_AT_THE_END)).toList());
    Await.result(Future.join(drained, left).eventually(vertx::close));
  }
}
