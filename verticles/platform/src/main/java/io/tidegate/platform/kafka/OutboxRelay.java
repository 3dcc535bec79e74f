package io.tidegate.platform.kafka;

import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Lease;
import io.tidegate.platform.postgres.LeasedLoop;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Moves a domain's committed outbox rows to its topic, in id order, at least once.
 *
 * <p>One is active per shard, under a lease. Each read is published as one Kafka transaction and
 * then deleted; a crash in between repeats it, in order, which consumers tolerate (ADR 0005). The
 * producer's {@code transactional.id} is the shard's, so a new holder fences an old one that wakes
 * up; deleting asks for the lease's epoch. Any error ends the producer, as the outcome of a
 * transaction that failed to end is unknown and a later one might be taken for it (KIP-890).
 */
public final class OutboxRelay implements LeasedLoop.Work {

  private static final String READ =
      """
      SELECT batch.id, event.aggregate_id::text, event.version, event.type, event.data::text,
             event.metadata::text, event.at
        FROM (SELECT id, aggregate_ids, versions FROM %1$s.outbox ORDER BY id LIMIT $1) AS batch
             CROSS JOIN LATERAL unnest(batch.aggregate_ids, batch.versions)
               WITH ORDINALITY AS key (aggregate_id, version, place)
             JOIN %1$s.event USING (aggregate_id, version)
       ORDER BY batch.id, key.place
      """;

  private static final String DELETE =
      """
      DELETE FROM %1$s.outbox
       WHERE id = ANY($1)
         AND EXISTS (SELECT FROM %1$s.lease WHERE name = $2 AND holder = $3 AND epoch = $4)
      """;

  private final Vertx vertx;
  private final Postgres postgres;
  private final KafkaConfig config;
  private final Breaker breaker;
  private final Lease lease;
  private final String topic;
  private final String shard;
  private final String read;
  private final String delete;

  private KafkaWriteStream<byte[], byte[]> producer;
  private long epoch;

  /** The relay of a schema's outbox to a topic. */
  public OutboxRelay(
      Vertx vertx,
      Postgres postgres,
      EventStore events,
      String topic,
      Lease lease,
      KafkaConfig config,
      Breaker breaker) {
    this.vertx = vertx;
    this.postgres = postgres;
    this.config = config;
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
    // Making one looks names up and reads files, which an event loop must not wait for.
    return vertx
        .executeBlocking(this::create, false)
        .onSuccess(created -> producer = created)
        .compose(created -> breaker.guard(created::initTransactions));
  }

  private KafkaWriteStream<byte[], byte[]> create() {
    return KafkaWriteStream.create(
        vertx, settings(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Future<Boolean> turn() {
    return postgres.write(read, Tuple.of(config.relayRowsMax())).compose(this::relay);
  }

  @Override
  public Future<Void> end() {
    if (producer == null) {
      return Future.succeededFuture();
    }
    var ended = producer;
    producer = null;
    return ended.close(1_000).mapEmpty();
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
            .guard(() -> publish(records))
            .compose(_ -> forget(ids))
            .map(_ -> ids.size() == config.relayRowsMax());
  }

  /**
   * One task for the whole batch. Only its first send can wait long: when that fails, the producer
   * refuses the others at once.
   */
  private Future<Void> publish(List<ProducerRecord<byte[], byte[]>> records) {
    var plain = producer.unwrap();
    return vertx.executeBlocking(
        () -> {
          plain.beginTransaction();
          for (var one : records) {
            var _ = plain.send(one);
          }
          CrashPoint.BEFORE_RELAY_COMMIT.reachedAfter(plain::flush);
          // Waits for all of them, and fails if one failed.
          plain.commitTransaction();
          CrashPoint.AFTER_RELAY_COMMIT.reached();
          return null;
        },
        false);
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

  private Map<String, Object> settings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        config.bootstrapServers(),
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        config.topic("tidegate-relay-" + shard),
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.LINGER_MS_CONFIG,
        "0",
        ProducerConfig.BATCH_SIZE_CONFIG,
        "131072",
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        String.valueOf(config.deliveryTimeout().toMillis()),
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        String.valueOf(config.deliveryTimeout().toMillis() / 2),
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        String.valueOf(config.deliveryTimeout().toMillis()),
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        String.valueOf(config.deliveryTimeout().toMillis()));
  }
}
