package io.tidegate.platform.kafka;

import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where events are parked that could not be applied, and what came after them. */
final class DeadLetters {

  private static final String PARK =
      """
      INSERT INTO %1$s.dead_letter
             (consumer, topic, "partition", "offset", aggregate_id, version, type, headers, data, reason)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::json, $9, $10)
          ON CONFLICT (consumer, topic, "partition", "offset") DO NOTHING
      """;

  private static final String PARKED =
      """
      SELECT DISTINCT aggregate_id
        FROM %1$s.dead_letter
       WHERE consumer = $1
       LIMIT 100000
      """;

  private final Postgres postgres;
  private final String park;
  private final String parked;
  private final String consumer;

  DeadLetters(Postgres postgres, String schema, String consumer) {
    this.postgres = postgres;
    this.park = PARK.formatted(Identifier.quote(schema));
    this.parked = PARKED.formatted(Identifier.quote(schema));
    this.consumer = consumer;
  }

  /** The aggregates whose events wait here. */
  Future<Set<String>> parkedAggregates() {
    return postgres
        .write(parked, Tuple.of(consumer))
        .map(
            rows -> {
              var aggregates = new HashSet<String>();
              rows.forEach(row -> aggregates.add(row.getString("aggregate_id")));
              return aggregates;
            });
  }

  /** Parks an event in the transaction that moves the position over it. */
  Future<Void> park(
      SqlConnection transaction, ConsumerRecord<byte[], byte[]> event, String reason) {
    var version = CloudEvents.header(event, CloudEvents.VERSION);
    return transaction
        .preparedQuery(park)
        .execute(
            Tuple.of(consumer, event.topic(), event.partition(), event.offset())
                .addString(aggregateOf(event))
                .addInteger(version == null ? null : parsed(version))
                .addString(CloudEvents.header(event, CloudEvents.TYPE))
                .addString(Json.encode(CloudEvents.headers(event)))
                .addBuffer(event.value() == null ? null : Buffer.buffer(event.value()))
                .addString(reason))
        .mapEmpty();
  }

  /** The record's key, or a place of its own for one that has none. */
  static String aggregateOf(ConsumerRecord<byte[], byte[]> event) {
    return event.key() == null
        ? event.topic() + '/' + event.partition() + '/' + event.offset()
        : CloudEvents.text(event.key());
  }

  private static Integer parsed(String version) {
    try {
      return Integer.valueOf(version);
    } catch (NumberFormatException _) {
      // Part of what is wrong with it; the header itself is kept.
      return null;
    }
  }
}
