package io.tidegate.platform.kafka;

import io.tidegate.platform.kafka.Positions.PositionMovedException;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies again what was parked, where an operator has asked for it: each letter of the aggregate
 * in a transaction of its own that also removes it, in the order in which they came, until one
 * fails again or none is left. What comes of the aggregate meanwhile is parked behind them, as its
 * loop does nothing else at that time.
 */
final class Redrive {

  private static final Logger LOG = LoggerFactory.getLogger(Redrive.class);
  private static final int AGGREGATES_MAX = 100;

  private static final String WANTED =
      """
      SELECT aggregate_id
        FROM %1$s.dead_letter_retry
       WHERE consumer = $1
       ORDER BY requested_at
       LIMIT $2
      """;

  private static final String LETTERS =
      """
      SELECT id, topic, "partition", "offset", aggregate_id, headers::text, data
        FROM %1$s.dead_letter
       WHERE consumer = $1 AND aggregate_id = $2
       ORDER BY id
       LIMIT $3
      """;

  private static final String TAKE = "DELETE FROM %1$s.dead_letter WHERE id = $1";

  private static final String FORGET =
      """
      DELETE FROM %1$s.dead_letter_retry
       WHERE consumer = $1 AND aggregate_id = $2
         AND NOT EXISTS (SELECT FROM %1$s.dead_letter WHERE consumer = $1 AND aggregate_id = $2)
      """;

  private static final String GIVE_UP =
      """
      WITH given_up AS (
        DELETE FROM %1$s.dead_letter_retry WHERE consumer = $1 AND aggregate_id = $2
      )
      UPDATE %1$s.dead_letter SET reason = $4, attempts = attempts + 1 WHERE id = $3
      """;

  private final Postgres postgres;
  private final Reaction reaction;
  private final EventReader reader;
  private final Predicate<Throwable> isTransient;
  private final int lettersMax;
  private final String wanted;
  private final String letters;
  private final String take;
  private final String forget;
  private final String giveUp;

  /**
   * The way back for a reaction of the domain that owns the schema.
   *
   * @param isTransient of which failures the event is not to blame
   * @param lettersMax of an aggregate at a time
   */
  Redrive(
      Postgres postgres,
      String schema,
      Reaction reaction,
      EventReader reader,
      Predicate<Throwable> isTransient,
      int lettersMax) {
    this.postgres = postgres;
    this.reaction = reaction;
    this.reader = reader;
    this.isTransient = isTransient;
    this.lettersMax = lettersMax;
    this.wanted = WANTED.formatted(Identifier.quote(schema));
    this.letters = LETTERS.formatted(Identifier.quote(schema));
    this.take = TAKE.formatted(Identifier.quote(schema));
    this.forget = FORGET.formatted(Identifier.quote(schema));
    this.giveUp = GIVE_UP.formatted(Identifier.quote(schema));
  }

  private record Letter(long id, String aggregateId, Row row) {}

  /** Tries what is wanted; the aggregates of which nothing waits any more. */
  Future<Set<String>> run() {
    return postgres
        .write(wanted, Tuple.of(reaction.name(), AGGREGATES_MAX))
        .compose(
            rows -> {
              var aggregates = new ArrayDeque<String>();
              rows.forEach(row -> aggregates.add(row.getString("aggregate_id")));
              return next(aggregates, new HashSet<>());
            });
  }

  private Future<Set<String>> next(Deque<String> aggregates, Set<String> freed) {
    if (aggregates.isEmpty()) {
      return Future.succeededFuture(freed);
    }
    var aggregate = aggregates.poll();
    return redrive(aggregate)
        .compose(
            isFree -> {
              if (isFree) {
                freed.add(aggregate);
              }
              return next(aggregates, freed);
            });
  }

  private Future<Boolean> redrive(String aggregate) {
    return postgres
        .write(letters, Tuple.of(reaction.name(), aggregate, lettersMax))
        .compose(
            rows ->
                rows.size() == 0
                    // Somebody has removed them by hand.
                    ? postgres.write(forget, Tuple.of(reaction.name(), aggregate)).map(true)
                    : apply(letters(rows), rows.size() < lettersMax));
  }

  private Future<Boolean> apply(Deque<Letter> left, boolean isAll) {
    if (left.isEmpty()) {
      return Future.succeededFuture(isAll);
    }
    var letter = left.poll();
    return postgres
        .inTransaction(transaction -> apply(transaction, letter))
        .onSuccess(this::applied)
        .map(_ -> Optional.<Throwable>empty())
        .otherwise(Optional::of)
        .compose(
            failure ->
                failure.isEmpty() ? apply(left, isAll) : stop(letter, failure.get()).map(false));
  }

  /** Answers with what the reaction has applied, if it reacts to it. */
  private Future<List<ReceivedEvent>> apply(SqlConnection transaction, Letter letter) {
    return transaction
        .preparedQuery(take)
        .execute(Tuple.of(letter.id()))
        .compose(
            taken -> {
              if (taken.rowCount() == 0) {
                throw new PositionMovedException(reaction.name());
              }
              // Not before: what cannot be read is this letter's failure alone.
              var event = reader.read(eventOf(letter.row()));
              var events = event == null ? List.<ReceivedEvent>of() : List.of(event);
              return events.isEmpty()
                  ? Future.succeededFuture(events)
                  : reaction.apply(transaction, events).map(events);
            })
        .compose(
            events ->
                transaction
                    .preparedQuery(forget)
                    .execute(Tuple.of(reaction.name(), letter.aggregateId()))
                    .map(events));
  }

  private void applied(List<ReceivedEvent> events) {
    if (!events.isEmpty()) {
      reaction.committed(events);
    }
  }

  /** What is not the event's fault is tried again at the next turn. */
  private Future<Void> stop(Letter letter, Throwable failure) {
    if (isTransient.test(failure)) {
      LOG.warn("{} could not try {} again yet", reaction.name(), letter.aggregateId(), failure);
      return Future.succeededFuture();
    }
    LOG.error("{} cannot apply what it tried again", reaction.name(), failure);
    return postgres
        .write(
            giveUp,
            Tuple.of(reaction.name(), letter.aggregateId(), letter.id(), String.valueOf(failure)))
        .mapEmpty();
  }

  private static Deque<Letter> letters(RowSet<Row> rows) {
    var letters = new ArrayDeque<Letter>();
    rows.forEach(
        row -> letters.add(new Letter(row.getLong("id"), row.getString("aggregate_id"), row)));
    return letters;
  }

  /** The record as it came, as far as a reaction can tell. */
  private static ConsumerRecord<byte[], byte[]> eventOf(Row row) {
    var headers = new RecordHeaders();
    var texts = new JsonObject(row.getString("headers"));
    for (var header : texts) {
      var text = (String) header.getValue();
      headers.add(header.getKey(), text == null ? null : CloudEvents.octets(text));
    }
    var time = texts.getString(CloudEvents.TIME);
    Buffer data = row.getBuffer("data");
    return new ConsumerRecord<>(
        row.getString("topic"),
        row.getInteger("partition"),
        row.getLong("offset"),
        time == null ? 0 : Instant.parse(time).toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        CloudEvents.octets(row.getString("aggregate_id")),
        data == null ? null : data.getBytes(),
        headers,
        Optional.empty());
  }
}
