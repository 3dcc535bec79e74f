package io.tidegate.platform.run;

import io.micrometer.core.instrument.Gauge;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.kafka.OutboxBacklog;
import io.tidegate.platform.kafka.OutboxRelay;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReactionLoop;
import io.tidegate.platform.postgres.IdempotencyRetention;
import io.tidegate.platform.postgres.LeasedLoop;
import io.tidegate.platform.postgres.Outage;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a domain does without being asked, each part on whichever node holds its lease: the relay of
 * its outbox, its reactions to other domains, the retention of its keys, and loops of its own.
 * Event loop.
 */
public final class BackgroundVerticle extends VerticleBase {

  /**
   * How long the relay rests between turns: a commit after a quiet time goes out at once, those
   * that come close together share a Kafka transaction, which costs the broker more than what is in
   * it.
   */
  private static final Duration PAUSE_LEAST = Duration.ofMillis(100);

  private static final Duration PAUSE_MOST = Duration.ofMillis(200);

  private static final Duration FORGET_KEYS_EVERY = Duration.ofMinutes(10);

  private final Platform platform;
  private final Postgres postgres;
  private final String schema;
  private final List<LeasedLoop> loops = new ArrayList<>();
  private final EventStore events;
  private final String topic;
  private final List<Reaction> reactions;
  private final Map<String, Sweep> sweeps;
  private OutboxBacklog backlog;

  /** Something that is done again and again, by one node at a time. */
  public record Sweep(LeasedLoop.Work work, Duration pause) {}

  /**
   * The background of a domain.
   *
   * @param events its event store, or null where it publishes nothing
   * @param topic where its events go, or null
   * @param sweeps by the names of their leases
   */
  public BackgroundVerticle(
      Platform platform,
      Postgres postgres,
      String schema,
      EventStore events,
      String topic,
      List<Reaction> reactions,
      Map<String, Sweep> sweeps) {
    this.platform = platform;
    this.postgres = postgres;
    this.schema = schema;
    this.events = events;
    this.topic = topic;
    this.reactions = List.copyOf(reactions);
    this.sweeps = Map.copyOf(sweeps);
  }

  /** Keeps this up to date, too; before it is deployed. */
  public BackgroundVerticle watching(OutboxBacklog outbox) {
    backlog = outbox;
    return this;
  }

  @Override
  public Future<?> start() {
    var kafka = platform.breakers().of("kafka", Outage::isOutage);
    if (topic != null) {
      loops.add(relay(kafka));
    }
    reactions.forEach(reaction -> loops.add(reactionLoop(reaction, kafka)));
    sweeps.forEach((name, sweep) -> loops.add(loop(name, sweep.work(), sweep.pause())));
    loops.add(loop("keys", new IdempotencyRetention(postgres, schema), FORGET_KEYS_EVERY));
    loops.forEach(LeasedLoop::start);
    if (backlog != null) {
      backlog.start(vertx);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    if (backlog != null) {
      backlog.stop();
    }
    return Future.all(loops.stream().map(LeasedLoop::stop).toList());
  }

  private LeasedLoop relay(Breaker kafka) {
    var lease = platform.lease(postgres, schema, "relay");
    var relay =
        new OutboxRelay(postgres, events, topic, lease, platform.kafka(), platform.broker(), kafka);
    var loop = new LeasedLoop(vertx, lease, relay, PAUSE_LEAST, PAUSE_MOST);
    events.onAppend(() -> context.runOnContext(_ -> loop.kick()));
    return loop;
  }

  private LeasedLoop reactionLoop(Reaction reaction, Breaker kafka) {
    var work =
        new ReactionLoop(
            postgres,
            schema,
            reaction,
            platform.kafka(),
            platform.broker(),
            kafka,
            events == null ? () -> {} : events::committed);
    Gauge.builder("tidegate.dead.letters", work, ReactionLoop::parkedAggregates)
        .description("Aggregates that wait for an event which could not be applied")
        .tag("consumer", reaction.name())
        .register(platform.meters());
    return loop(reaction.name(), work, PAUSE_MOST);
  }

  private LeasedLoop loop(String name, LeasedLoop.Work work, Duration pause) {
    return new LeasedLoop(vertx, platform.lease(postgres, schema, name), work, pause, pause);
  }
}
