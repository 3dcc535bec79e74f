package io.tidegate.platform.kafka;

import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Lease;
import io.tidegate.platform.postgres.LeasedLoop;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Moves a domain's committed outbox rows to its topic, in id order, at least once.
 *
 * <p>One is active per shard, under a lease. Each read has as many rows as make a transaction of
 * some size, is published as one, and then deleted; a crash in between repeats it, in order, which
 * consumers tolerate (ADR 0005). The producer's {@code transactional.id} is the shard's, so a new
 * holder fences an old one that wakes up; deleting asks for the lease's epoch. Any error ends the
 * producer, as the outcome of a transaction that failed to end is unknown and a later one might be
 * taken for it (KIP-890).
 */
public final class OutboxRelay implements LeasedLoop.Work {

  private static final String READ =
      """
      SELECT batch.id, event.aggregate_id::text, event.version, event.type, event.data::text,
             event.metadata::text, event.at
        FROM (SELECT id, aggregate_ids, versions,
                     sum(cardinality(versions)) OVER (ORDER BY id) - cardinality(versions) AS before
                FROM (SELECT id, aggregate_ids, versions
                        FROM %1$s.outbox ORDER BY id LIMIT $1) AS oldest) AS batch
             CROSS JOIN LATERAL unnest(batch.aggregate_ids, batch.versions)
               WITH ORDINALITY AS key (aggregate_id, version, place)
             -- By its key, however many there are: the planner must not think of reading them all.
             CROSS JOIN LATERAL (SELECT *
                                   FROM %1$s.event AS stored
                                  WHERE stored.aggregate_id = key.aggregate_id
                                    AND stored.version = key.version
                                  LIMIT 1) AS event
       WHERE batch.before < $1
       ORDER BY batch.id, key.place
      """;

  private static final String DELETE =
      """
      DELETE FROM %1$s.outbox
       WHERE id = ANY($1)
         AND EXISTS (SELECT FROM %1$s.lease WHERE name = $2 AND holder = $3 AND epoch = $4)
      """;

  private final Postgres postgres;
  private final KafkaConfig config;
  private final Broker broker;
  private final Breaker breaker;
  private final Lease lease;
  private final String topic;
  private final String shard;
  private final String read;
  private final String delete;

  private Broker.Writer producer;
  private long epoch;

  /** The relay of a schema's outbox to a topic. */
  public OutboxRelay(
      Postgres postgres,
      EventStore events,
      String topic,
      Lease lease,
      KafkaConfig config,
      Broker broker,
      Breaker breaker) {
    this.postgres = postgres;
    this.config = config;
    this.broker = broker;
    this.breaker = breaker;
    this.lease = lease;
    this.topic = config.topic(topic);
    this.shard = events.schema();
    this.read = READ.formatted(Identifier.quote(events.schema()));
    this.delete = DELETE.formatted(Identifier.quote(events.schema()));
  }

  @Override
  public Future<Void> begin(long heldEpoch) {
    epoch = heldEpoch;
    return broker
        .writer(config.topic("tidegate-relay-" + shard))
        .onSuccess(created -> producer = created)
        .compose(created -> breaker.guard(created::begin));
  }

  @Override
  public Future<Boolean> turn() {
    return postgres.write(read, Tuple.of(config.relayEventsMax())).compose(this::relay);
  }

  @Override
  public Future<Void> end() {
    if (producer == null) {
      return Future.succeededFuture();
    }
    var ended = producer;
    producer = null;
    return ended.close();
  }

  private Future<Boolean> relay(Iterable<io.vertx.sqlclient.Row> rows) {
    var ids = new LinkedHashSet<Long>();
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var row : rows) {
      ids.add(row.getLong("id"));
      records.add(CloudEvents.record(topic, EventStore.storedEvent(row)));
    }
    return ids.isEmpty()
        ? Future.succeededFuture(false)
        : breaker
            .guard(() -> producer.publish(records))
            .compose(_ -> forget(ids))
            .map(_ -> records.size() >= config.relayEventsMax());
  }

  private Future<Void> forget(Set<Long> ids) {
    return postgres
        .write(delete, Tuple.of(ids.toArray(Long[]::new), lease.name(), lease.holder(), epoch))
        .compose(
            deleted ->
                deleted.rowCount() == ids.size()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new IllegalStateException("the relay lost its lease")));
  }
}
