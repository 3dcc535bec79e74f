package io.tidegate.platform.eventstore;

import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A domain's aggregates and their events. One statement appends for a whole batch: it checks and
 * moves the heads, inserts the events of those that moved, and queues them for Kafka as one outbox
 * row, whose id is drawn when every head of the batch is locked (ADR 0005). Any thread.
 */
public final class EventStore {

  private static final String APPEND =
      """
      WITH wish AS (
        SELECT *
          FROM unnest($1::text[]::%2$s[], $2::int[], $3::int[], $4::text[], $5::text[])
            AS wish (aggregate_id, expected, version, status, state)
      ), locked AS (
        SELECT head.aggregate_id
          FROM %1$s.head JOIN wish USING (aggregate_id)
         WHERE wish.expected > 0 AND head.version = wish.expected
         ORDER BY head.aggregate_id
           FOR UPDATE OF head
      ), moved AS (
        UPDATE %1$s.head
           SET version = wish.version, status = wish.status, state = wish.state::json,
               updated_at = $11::timestamptz
          FROM wish JOIN locked USING (aggregate_id)
         WHERE head.aggregate_id = wish.aggregate_id
        RETURNING head.aggregate_id
      ), created AS (
        INSERT INTO %1$s.head (aggregate_id, version, status, state, updated_at)
        SELECT aggregate_id, version, status, state::json, $11::timestamptz
          FROM wish
         WHERE expected = 0
         ORDER BY aggregate_id
            ON CONFLICT (aggregate_id) DO NOTHING
        RETURNING aggregate_id
      ), changed AS (
        SELECT aggregate_id FROM moved UNION ALL SELECT aggregate_id FROM created
      ),\
      """
          + tail("changed", 6)
          + """
      SELECT aggregate_id::text FROM changed
      """;

  private static final String LOAD =
      """
      SELECT aggregate_id::text, version, state::text
        FROM %1$s.head
       WHERE aggregate_id = ANY($1::text[]::%2$s[])
      """;

  private static final String LOCK = LOAD + "   ORDER BY head.aggregate_id FOR UPDATE\n";

  private static final String HISTORY =
      """
      SELECT aggregate_id::text, version, type, data::text, metadata::text, at
        FROM %1$s.event
       WHERE aggregate_id = $1::text::%2$s AND version > $2
       ORDER BY version
       LIMIT $3
      """;

  private final String schema;
  private final String idType;
  private final String append;
  private final String load;
  private final String lock;
  private final String history;
  private volatile Runnable appended = () -> {};

  /**
   * The store of a schema.
   *
   * @param aggregateIdType the SQL type of its ids, as given to the migrations
   */
  public EventStore(String schema, String aggregateIdType) {
    this.schema = schema;
    this.idType = aggregateIdType;
    this.append = APPEND.formatted(Identifier.quote(schema), aggregateIdType);
    this.load = LOAD.formatted(Identifier.quote(schema), aggregateIdType);
    this.lock = LOCK.formatted(Identifier.quote(schema), aggregateIdType);
    this.history = HISTORY.formatted(Identifier.quote(schema), aggregateIdType);
  }

  /**
   * The end of a statement that appends: inserts the events whose aggregates are in the CTE {@code
   * changed} and queues them. It takes six parameters from {@code first} on: ids, versions, types,
   * data, metadata, and the moment; {@code %1$s} is the schema, {@code %2$s} the type of ids.
   */
  public static String tail(String changed, int first) {
    return """
     stored AS (
        INSERT INTO %%1$s.event (aggregate_id, version, type, data, metadata, at)
        SELECT aggregate_id, version, type, data::json, metadata::json, $%7$d::timestamptz
          FROM unnest($%2$d::text[]::%%2$s[], $%3$d::int[], $%4$d::text[], $%5$d::text[], $%6$d::text[])
            AS event (aggregate_id, version, type, data, metadata)
         WHERE aggregate_id IN (SELECT aggregate_id FROM %1$s)
        RETURNING aggregate_id, version
      ), queued AS (
        INSERT INTO %%1$s.outbox (aggregate_ids, versions)
        SELECT array_agg(aggregate_id ORDER BY aggregate_id, version),
               array_agg(version ORDER BY aggregate_id, version)
          FROM stored
        HAVING count(*) > 0
      )
    """
        .formatted(changed, first, first + 1, first + 2, first + 3, first + 4, first + 5);
  }

  /** Calls back, on any thread, when there may be something new in the outbox. */
  public void onAppend(Runnable listener) {
    appended = listener;
  }

  /** Says that a transaction which appended has committed: the relay need not wait. */
  public void committed() {
    appended.run();
  }

  public String schema() {
    return schema;
  }

  /** The SQL type of the aggregate ids. */
  public String idType() {
    return idType;
  }

  /**
   * Appends a batch in the transaction, and returns the aggregates that moved. One that is missing
   * had another version than expected: reload it and decide again. An aggregate may be in a batch
   * once.
   */
  public Future<Set<String>> append(
      SqlConnection transaction, Collection<Append> batch, Origin origin, Instant at) {
    return transaction
        .preparedQuery(append)
        .execute(parameters(batch, EventRows.of(batch, origin), at))
        .map(EventStore::moved);
  }

  /**
   * Appends a batch as a transaction of its own, which this one statement is; each append has an
   * origin of its own.
   */
  public Future<Set<String>> append(
      Statements statements, List<Append> batch, List<Origin> origins, Instant at) {
    return statements
        .write(append, parameters(batch, EventRows.of(batch, origins), at))
        .map(EventStore::moved)
        .onSuccess(_ -> committed());
  }

  /** Loads aggregates as they stand; those that do not exist are missing. */
  public <S> Future<Map<String, Head<S>>> load(
      SqlConnection connection, Collection<String> aggregateIds, Class<S> state) {
    return connection
        .preparedQuery(load)
        .execute(ids(aggregateIds))
        .map(rows -> heads(rows, state));
  }

  /** The same on the primary, outside a transaction: what is committed now. */
  public <S> Future<Map<String, Head<S>>> load(
      Statements statements, Collection<String> aggregateIds, Class<S> state) {
    return statements.write(load, ids(aggregateIds)).map(rows -> heads(rows, state));
  }

  /** Loads aggregates and locks them, in the order of their ids, until the transaction ends. */
  public <S> Future<Map<String, Head<S>>> lock(
      SqlConnection transaction, Collection<String> aggregateIds, Class<S> state) {
    return transaction
        .preparedQuery(lock)
        .execute(ids(aggregateIds))
        .map(rows -> heads(rows, state));
  }

  /** An aggregate's events above a version, oldest first, at most so many. */
  public Future<List<StoredEvent>> history(
      Postgres postgres, String aggregateId, int afterVersion, int limit) {
    return postgres
        .read(history, Tuple.of(aggregateId, afterVersion, limit))
        .map(
            rows -> {
              var events = new ArrayList<StoredEvent>();
              rows.forEach(row -> events.add(StoredEvent.of(row)));
              return events;
            });
  }

  /** Reads a row of an event table; data and metadata must be selected as text. */
  public static StoredEvent storedEvent(Row row) {
    return StoredEvent.of(row);
  }

  /** As one array parameter: {@code Tuple.of} would spread a bare array over many. */
  private static Tuple ids(Collection<String> aggregateIds) {
    return Tuple.tuple().addArrayOfString(aggregateIds.toArray(String[]::new));
  }

  private static Set<String> moved(RowSet<Row> rows) {
    var moved = new HashSet<String>();
    rows.forEach(row -> moved.add(row.getString("aggregate_id")));
    return moved;
  }

  private static <S> Map<String, Head<S>> heads(RowSet<Row> rows, Class<S> state) {
    var heads = new HashMap<String, Head<S>>();
    for (var row : rows) {
      var id = row.getString("aggregate_id");
      heads.put(
          id,
          new Head<>(id, row.getInteger("version"), Json.decode(row.getString("state"), state)));
    }
    return heads;
  }

  private static Tuple parameters(Collection<Append> batch, EventRows events, Instant at) {
    var size = batch.size();
    var ids = new String[size];
    var expected = new Integer[size];
    var versions = new Integer[size];
    var statuses = new String[size];
    var states = new String[size];
    var row = 0;
    for (var one : batch) {
      ids[row] = one.aggregateId();
      expected[row] = one.expectedVersion();
      versions[row] = one.version();
      statuses[row] = one.status();
      states[row] = Json.encode(one.state());
      row++;
    }
    var parameters = Tuple.of(ids, expected, versions, statuses, states);
    events.addTo(parameters);
    return parameters.addOffsetDateTime(OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
  }
}
