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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One domain's way to its schema: a bounded pool with a bounded queue for writes and one for reads,
 * prepared statements cached whatever their length, every statement and every wait for a lock with
 * a time-out, all of it behind a circuit breaker that counts outages alone. A connection that is
 * cut, silent for too long, or leads to a primary that is none any more is replaced.
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
   * A server that hangs, or that the network has lost, does not keep its own time-outs. So a
   * connection of which nothing was heard for this much longer than a statement may take is closed:
   * what waits on it fails, and the next one is opened anew. An idle lane asks now and then, so
   * that it is not taken for a dead one.
   */
  private static final Duration LANE_GRACE = Duration.ofSeconds(2);

  /**
   * The same for a pool. Its idle connections are given back before that, so that none is closed as
   * silent just when it is used again.
   */
  private static final Duration POOL_GRACE = Duration.ofSeconds(4);

  private static final Duration POOL_IDLE_GRACE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Pool writes;
  private final Pool reads;
  private final Pool lanes;
  private final Breaker breaker;

  public Postgres(Vertx vertx, PostgresConfig config, Breakers breakers) {
    this(vertx, config.schema(), Pools.of(vertx, config), breakers);
  }

  /** Over connections that somebody else has made. */
  public Postgres(Vertx vertx, String schema, Pools pools, Breakers breakers) {
    this.vertx = vertx;
    this.writes = pools.writes();
    this.reads = pools.reads();
    this.lanes = pools.lanes();
    this.breaker = breakers.of("postgres-" + schema, Outage::isOutage);
  }

  /** Where the connections come from: to the primary, to where queries go, and for lanes. */
  public record Pools(Pool writes, Pool reads, Pool lanes) {

    private static Pools of(Vertx vertx, PostgresConfig config) {
      var writes =
          pool(vertx, config, config.writeUri(), "write", config.poolSizeMax(), POOL_GRACE);
      var lanes = pool(vertx, config, config.writeUri(), "lane", LANES_MAX, LANE_GRACE);
      var reads =
          config.readUri().equals(config.writeUri())
              ? writes
              : pool(vertx, config, config.readUri(), "read", config.poolSizeMax(), POOL_GRACE);
      return new Pools(writes, reads, lanes);
    }
  }

  /** Runs a statement that reads; where a replica is configured, there. */
  public Future<RowSet<Row>> read(String sql, Tuple parameters) {
    return breaker.guard(() -> reads.preparedQuery(sql).execute(parameters));
  }

  @Override
  public Future<RowSet<Row>> write(String sql, Tuple parameters) {
    return breaker.guard(
        () ->
            writes.withConnection(
                connection ->
                    Primary.orLeft(connection, connection.preparedQuery(sql).execute(parameters))));
  }

  /**
   * Runs what the function does in one transaction on the primary: it commits if the function's
   * future succeeds and rolls back if it fails.
   */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return breaker.guard(
        () ->
            writes.withConnection(
                connection -> Primary.orLeft(connection, transaction(connection, work))));
  }

  private static <T> Future<T> transaction(
      SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return connection
        .begin()
        .compose(
            transaction ->
                Future.succeededFuture()
                    // Within, so that what is thrown is a failure like any other.
                    .compose(_ -> work.apply(connection))
                    .compose(
                        result -> transaction.commit().map(result),
                        failure ->
                            transaction.rollback().transform(_ -> Future.failedFuture(failure))));
  }

  /** A connection to the primary for an owner alone, who sends one batch after the other. */
  public Lane lane() {
    return new Lane(vertx, lanes, breaker);
  }

  /** Closes the connections, those of the lanes as well. */
  public Future<Void> close() {
    return Future.all(writes.close(), reads.close(), lanes.close()).mapEmpty();
  }

  private static Pool pool(
      Vertx vertx, PostgresConfig config, String uri, String purpose, int sizeMax, Duration grace) {
    var connectMillis = (int) config.connectTimeout().toMillis();
    return PgBuilder.pool()
        .using(vertx)
        .connectingTo(connection(config, uri))
        .withConnectHandler(Silence.endsAfter(config.statementTimeout().plus(grace)))
        .with(new NetClientOptions().setConnectTimeout(connectMillis))
        .with(
            new PoolOptions()
                .setName("postgres-" + config.schema() + "-" + purpose)
                .setMaxSize(sizeMax)
                .setMaxWaitQueueSize(config.poolQueueMax())
                .setConnectionTimeout(connectMillis)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.statementTimeout().plus(POOL_IDLE_GRACE).toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
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
