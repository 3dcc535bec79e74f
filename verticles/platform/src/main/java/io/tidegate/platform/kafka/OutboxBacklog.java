package io.tidegate.platform.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.platform.guard.MonotonicClock;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events of a domain wait for Kafka, and whether they are so many that what makes more of
 * them should be refused. Every node looks for itself, once a second, less often where looking
 * takes long: the relay cannot tell, as it runs on one node, and not at all while Kafka is away. So
 * nobody waits for an answer of this; it may be a second old. While the database does not answer it
 * stays as it was.
 *
 * <p>To be started and stopped once, on one event loop. The answers are for any thread. Metrics:
 * {@code tidegate_outbox_events} and {@code tidegate_outbox_full} (0 or 1), by {@code domain}.
 */
public final class OutboxBacklog {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxBacklog.class);
  private static final long LOOK_MILLIS = 1_000;

  /** So much of the time, one part of so many, may be spent looking. */
  private static final long SHARE = 20;

  /** Each row has at least one event, so that more rows than events may wait need not be read. */
  private static final String COUNT =
      """
      SELECT coalesce(sum(cardinality(versions)), 0)::bigint AS events
        FROM (SELECT versions FROM %1$s.outbox LIMIT $1) AS waiting
      """;

  private final Postgres postgres;
  private final String count;
  private final String schema;
  private final long eventsMax;
  private final HighWater water;
  private volatile long events;
  private volatile boolean full;
  private Vertx vertx;
  private boolean stopped;

  /** That of the domain that owns the schema; from {@code eventsMax} on it is full. */
  public OutboxBacklog(Postgres postgres, String schema, long eventsMax, MeterRegistry meters) {
    this.postgres = postgres;
    this.schema = schema;
    this.count = COUNT.formatted(Identifier.quote(schema));
    this.eventsMax = eventsMax;
    this.water = new HighWater(eventsMax);
    Gauge.builder("tidegate.outbox.events", this, OutboxBacklog::events)
        .description("Events that wait for Kafka, as this node sees them")
        .tag("domain", schema)
        .register(meters);
    Gauge.builder("tidegate.outbox.full", this, backlog -> backlog.isFull() ? 1 : 0)
        .description("Whether so many wait that new work is refused")
        .tag("domain", schema)
        .register(meters);
  }

  /** Whether more would be too many. */
  public boolean isFull() {
    return full;
  }

  /** How many waited when it was looked last. */
  public long events() {
    return events;
  }

  /** Begins to look. */
  public void start(Vertx on) {
    vertx = on;
    look();
  }

  /** Looks no more. */
  public void stop() {
    stopped = true;
  }

  private void look() {
    if (stopped) {
      return;
    }
    var begin = MonotonicClock.nanoTime();
    postgres
        .write(count, Tuple.of(eventsMax))
        .onSuccess(rows -> counted(rows.iterator().next().getLong("events")))
        .onFailure(cause -> LOG.debug("the outbox of {} cannot be counted", schema, cause))
        .onComplete(_ -> vertx.setTimer(pause(MonotonicClock.nanoTime() - begin), _ -> look()));
  }

  private static long pause(long tookNanos) {
    return Math.max(LOOK_MILLIS, SHARE * tookNanos / 1_000_000);
  }

  private void counted(long waiting) {
    events = waiting;
    var isAbove = water.isAbove(waiting);
    if (isAbove != full) {
      full = isAbove;
      LOG.warn(
          "{} events of {} wait for Kafka: new work is {}",
          waiting,
          schema,
          isAbove ? "refused" : "taken again");
    }
  }
}
