package io.tidegate.gateway;

import io.tidegate.gateway.admission.Admission;
import io.tidegate.gateway.admission.Connections;
import io.tidegate.gateway.admission.LoadLimit;
import io.tidegate.gateway.admission.RequestMeters;
import io.tidegate.gateway.caller.Authenticator;
import io.tidegate.gateway.caller.BearerHandler;
import io.tidegate.gateway.caller.CallerLimits;
import io.tidegate.gateway.caller.Revocations;
import io.tidegate.gateway.caller.SigningKeys;
import io.tidegate.gateway.route.BreakerRoutes;
import io.tidegate.gateway.route.CatalogRoutes;
import io.tidegate.gateway.route.DeadLetterRoutes;
import io.tidegate.gateway.route.DeliveryRoutes;
import io.tidegate.gateway.route.FastLane;
import io.tidegate.gateway.route.IdentityRoutes;
import io.tidegate.gateway.route.InventoryRoutes;
import io.tidegate.gateway.route.LastKnownPages;
import io.tidegate.gateway.route.OrderRoutes;
import io.tidegate.gateway.route.OrderStreamRoutes;
import io.tidegate.gateway.route.PlaceOrders;
import io.tidegate.gateway.route.SoldOut;
import io.tidegate.gateway.stream.OrderStreams;
import io.tidegate.gateway.stream.OrderWakeups;
import io.tidegate.platform.guard.AdaptiveLimit;
import io.tidegate.platform.run.Health;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a node sees it that carries its role: what the node's slots share (keys,
 * revocations, connections, streams), and the slots. It begins to work with its first slot and ends
 * with {@link #drain}.
 */
public final class GatewayModule {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayModule.class);

  private final Platform platform;
  private final Health health;
  private final GatewayConfig config;

  /** Where the node's own work is done: a slot's context would end with the slot. */
  private final Context context;

  private final SigningKeys keys;
  private final Revocations revocations;
  private final Connections connections;
  private final Admission admission;
  private final OrderWakeups wakeups;
  private final OrderStreams streams;
  private final PublicRouter routes;
  private final Set<GatewayVerticle> slots = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean begun = new AtomicBoolean();

  private Runnable unwatch = () -> {};

  public GatewayModule(Platform platform, Health health) {
    this.platform = platform;
    this.health = health;
    this.config = GatewayConfig.from(platform.conf());
    this.context = ((VertxInternal) platform.vertx()).createEventLoopContext();
    this.keys =
        new SigningKeys(
            platform.vertx(),
            platform.bus(),
            config.tokenIssuer(),
            config.tokenAudience(),
            config.keysInterval());
    this.revocations =
        new Revocations(
            platform,
            config.tokenLifetimeMax(),
            config.revocationsPause(),
            config.revocationsStaleAfter());
    this.connections =
        new Connections(
            config.connectionsMax(), config.headTimeout(), config.bodyTimeout(), platform.meters());
    this.admission =
        new Admission(
            platform.ids(),
            config.requestTimeout(),
            new RequestMeters(platform.meters()),
            connections);
    this.wakeups = new OrderWakeups(platform);
    var authenticator =
        new Authenticator(
            keys,
            revocations,
            platform.clock(),
            config.tokenLifetimeMax(),
            config.tokensRememberedMax());
    this.streams = streams(authenticator);
    this.routes = routes(authenticator);
  }

  /** How many slots a node starts with. */
  public int slots() {
    return config.slots();
  }

  /** A slot, to be deployed on an event loop. */
  public Deployable slot() {
    begin();
    return new GatewayVerticle(this, config, routes, admission, connections);
  }

  /**
   * Takes no more connections, finishes what is in flight, ends what the slots share; live streams
   * end at once, as their clients go on elsewhere. Completes when all is done or time is up.
   */
  public Future<Void> drain(Duration atMost) {
    health.drain();
    connections.leave();
    streams.endAll();
    return Future.join(List.copyOf(slots).stream().map(slot -> slot.close(atMost)).toList())
        .<Void>mapEmpty()
        .eventually(this::end);
  }

  void joined(GatewayVerticle slot) {
    slots.add(slot);
  }

  void left(GatewayVerticle slot) {
    slots.remove(slot);
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      health.add("callers", this::callersCanBeKnown);
      context.runOnContext(_ -> beginOnContext());
    }
  }

  private void beginOnContext() {
    keys.start();
    revocations.start().onFailure(cause -> LOG.warn("revocations are polled alone", cause));
    unwatch = connections.watch(platform.vertx());
  }

  private Future<Void> end() {
    keys.stop();
    revocations.stop();
    wakeups.stop();
    context.runOnContext(_ -> unwatch.run());
    return Future.succeededFuture();
  }

  /** A node takes requests while it can tell whose they are. */
  private Future<Void> callersCanBeKnown() {
    return keys.jwks() != null && revocations.areKnown()
        ? Future.succeededFuture()
        : Future.failedFuture("identity has not told its keys, or no revocations for too long");
  }

  private OrderStreams streams(Authenticator authenticator) {
    return new OrderStreams(
        wakeups,
        authenticator,
        new OrderStreams.Settings(
            config.streamsMax(),
            config.streamReread(),
            config.streamHeartbeat(),
            config.requestTimeout()),
        platform.meters());
  }

  private PublicRouter routes(Authenticator authenticator) {
    var callers = new CallerLimits(authenticator, config.callers(), platform.meters());
    var soldOut = new SoldOut(config.soldOutLease(), config.soldOutSkusMax());
    var orders = new PlaceOrders(platform.ids(), soldOut, platform.meters());
    return new PublicRouter(
        platform.bus(),
        health,
        admission,
        callers,
        new LoadLimit(new AdaptiveLimit(config.load()), platform.meters()),
        new BearerHandler(authenticator, callers),
        new FastLane(orders, platform.bus(), platform.meters()),
        config.bodyBytesMax(),
        new PublicRouter.Resources(
            new IdentityRoutes(keys, platform.ids()),
            new CatalogRoutes(new LastKnownPages(config.lastKnownBytesMax())),
            new InventoryRoutes(),
            new OrderRoutes(orders),
            new OrderStreamRoutes(streams),
            new DeliveryRoutes(),
            new DeadLetterRoutes(),
            new BreakerRoutes(platform.directory())));
  }
}
