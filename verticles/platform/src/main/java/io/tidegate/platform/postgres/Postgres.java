package io.tidegate.platform.postgres;

import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One domain's way to its schema: a bounded pool with a bounded queue for writes and one for reads,
 * prepared statements cached whatever their length, every statement and every wait for a lock with
 * a time-out, all of it behind a circuit breaker that counts outages alone.
 *
 * <p>One for a domain on a node, shared by its slots. Any thread; results come on the caller's
 * context.
 */
public final class Postgres implements Statements {

  /** Lanes are opened when they are first used: two or three for a slot, which are 64 at most. */
  private static final int LANES_MAX = 192;

  private static final int STATEMENTS_CACHED_MAX = 128;
  private static final int STATEMENT_LENGTH_MAX = 16_384;

  /**
   * After so many silent seconds a connection is closed, so that a server that hangs, and with it
   * its own time-outs, fails a call instead of keeping it for ever. An idle one is simply replaced.
   */
  private static final int SECONDS_SILENT_MAX = 10;

  private final Pool writes;
  private final Pool reads;
  private final Pool lanes;
  private final Breaker breaker;

  public Postgres(Vertx vertx, PostgresConfig config, Breakers breakers) {
    this.writes = pool(vertx, config, config.writeUri(), "write", config.poolSizeMax());
    this.lanes = pool(vertx, config, config.writeUri(), "lane", LANES_MAX);
    this.reads =
        config.readUri().equals(config.writeUri())
            ? writes
            : pool(vertx, config, config.readUri(), "read", config.poolSizeMax());
    this.breaker = breakers.of("postgres-" + config.schema(), Outage::isOutage);
  }

  /** Runs a statement that reads; where a replica is configured, there. */
  public Future<RowSet<Row>> read(String sql, Tuple parameters) {
    return breaker.guard(() -> reads.preparedQuery(sql).execute(parameters));
  }

  @Override
  public Future<RowSet<Row>> write(String sql, Tuple parameters) {
    return breaker.guard(() -> writes.preparedQuery(sql).execute(parameters));
  }

  /**
   * Runs what the function does in one transaction on the primary: it commits if the function's
   * future succeeds and rolls back if it fails.
   */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return breaker.guard(() -> writes.withTransaction(work));
  }

  /** A connection to the primary for an owner alone, who sends one batch after the other. */
  public Lane lane() {
    return new Lane(lanes, breaker);
  }

  /** Closes the connections, those of the lanes as well. */
  public Future<Void> close() {
    return Future.all(writes.close(), reads.close(), lanes.close()).mapEmpty();
  }

  private static Pool pool(
      Vertx vertx, PostgresConfig config, String uri, String purpose, int sizeMax) {
    return PgBuilder.pool()
        .using(vertx)
        .connectingTo(connection(config, uri))
        .with(
            new NetClientOptions()
                .setReadIdleTimeout(SECONDS_SILENT_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS))
        .with(
            new PoolOptions()
                .setName("postgres-" + config.schema() + "-" + purpose)
                .setMaxSize(sizeMax)
                .setMaxWaitQueueSize(config.poolQueueMax())
                .setConnectionTimeout((int) config.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(10)
                .setMaxLifetimeUnit(TimeUnit.MINUTES))
        .build();
  }

  private static PgConnectOptions connection(PostgresConfig config, String uri) {
    return PgConnectOptions.fromUri(uri)
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED_MAX)
        .setPreparedStatementCacheSqlLimit(STATEMENT_LENGTH_MAX)
        .setReconnectAttempts(0)
        .setProperties(
            Map.of(
                "application_name",
                "tidegate-" + config.schema(),
                "statement_timeout",
                String.valueOf(config.statementTimeout().toMillis()),
                "lock_timeout",
                String.valueOf(config.lockTimeout().toMillis()),
                "idle_in_transaction_session_timeout",
                "10000",
                "TimeZone",
                "UTC"));
  }
}
