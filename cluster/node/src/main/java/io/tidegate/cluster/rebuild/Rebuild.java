package io.tidegate.cluster.rebuild;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.eventstore.StoredEvent;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a read model anew: empties its tables and gives every event that was ever stored to the
 * very reaction that keeps it, all in one transaction.
 *
 * <p>The shop may run. Readers see the old model until the new one is there, and the reaction waits
 * meanwhile: nobody else may write to the tables, and its position moves only with its effect. What
 * it reads afterwards it knows already, and its version guard drops that. Events that are stored
 * while this runs are told here or by the reaction, or by both, which is the same. Blocks the
 * calling thread, which must not be an event loop's.
 */
public final class Rebuild {

  private static final int EVENTS_AT_ONCE = 500;

  private static final String FIRST =
      """
      SELECT aggregate_id::text, version, type, data::text, metadata::text, at
        FROM %1$s.event
       ORDER BY aggregate_id, version
       LIMIT $1
      """;

  private static final String NEXT =
      """
      SELECT aggregate_id::text, version, type, data::text, metadata::text, at
        FROM %1$s.event
       WHERE (aggregate_id, version) > ($2::text::%2$s, $3)
       ORDER BY aggregate_id, version
       LIMIT $1
      """;

  private final Vertx vertx;
  private final Conf conf;

  /**
   * A rebuild in the databases of a node.
   *
   * @param conf the node's settings
   */
  public Rebuild(Vertx vertx, Conf conf) {
    this.vertx = vertx;
    this.conf = conf;
  }

  /** Makes it anew and returns how many events it was told. */
  public long run(Projection projection) {
    var config = PostgresConfig.from(projection.owner(), conf);
    var breakers = new Breakers(vertx, BreakerConfig.from(conf.section("platform")));
    var postgres = new Postgres(vertx, config, breakers);
    var source = connect(conf.section(projection.source()).text("writeUri"), projection.source());
    try {
      var target = connect(config.writeUri(), projection.owner());
      try {
        return run(projection, projection.reaction(postgres), source, target);
      } finally {
        target.close().await();
      }
    } finally {
      source.close().await();
      postgres.close().await();
    }
  }

  private static long run(
      Projection projection, Reaction reaction, SqlConnection source, SqlConnection target) {
    var transaction = target.begin().await();
    var tables =
        projection.tables().stream()
            .map(table -> Identifier.quote(projection.owner()) + "." + table)
            .toList();
    // Readers go on; the reaction waits until this commits.
    execute(target, "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE", String.join(", ", tables));
    tables.forEach(table -> execute(target, "DELETE FROM %s", table));
    var told = tell(projection, reaction, source, target);
    transaction.commit().await();
    return told;
  }

  private static long tell(
      Projection projection, Reaction reaction, SqlConnection source, SqlConnection target) {
    var schema = Identifier.quote(projection.source());
    var next = NEXT.formatted(schema, projection.sourceIdType());
    var told = 0L;
    var page =
        events(source.preparedQuery(FIRST.formatted(schema)).execute(Tuple.of(EVENTS_AT_ONCE)));
    while (!page.isEmpty()) {
      var received =
          page.stream().map(Rebuild::received).filter(one -> concerns(one, reaction)).toList();
      if (!received.isEmpty()) {
        reaction.apply(target, received).await();
      }
      told += received.size();
      var last = page.getLast();
      page =
          events(
              source
                  .preparedQuery(next)
                  .execute(Tuple.of(EVENTS_AT_ONCE, last.aggregateId(), last.version())));
    }
    return told;
  }

  private static List<StoredEvent> events(
      Future<io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row>> rows) {
    var events = new ArrayList<StoredEvent>();
    rows.await().forEach(row -> events.add(EventStore.storedEvent(row)));
    return events;
  }

  private static boolean concerns(ReceivedEvent received, Reaction reaction) {
    return reaction.reactsTo().contains(received.event().getClass());
  }

  private static ReceivedEvent received(StoredEvent stored) {
    return new ReceivedEvent(
        EventTypes.decode(stored.type(), stored.data()),
        stored.version(),
        stored.at(),
        Json.decode(stored.metadata(), Origin.class).traceparent());
  }

  private static void execute(SqlConnection connection, String statement, String tables) {
    connection.query(statement.formatted(tables)).execute().await();
  }

  /** Without the time-outs of a node's connections: this takes as long as there are events. */
  private SqlConnection connect(String uri, String domain) {
    return PgConnection.connect(
            vertx,
            PgConnectOptions.fromUri(uri)
                .addProperty("application_name", "tidegate-rebuild-" + domain)
                .addProperty("lock_timeout", "30000")
                .addProperty("TimeZone", "UTC"))
        .await();
  }
}
