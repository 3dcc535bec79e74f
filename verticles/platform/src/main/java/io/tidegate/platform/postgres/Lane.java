package io.tidegate.platform.postgres;

import io.tidegate.platform.guard.Breakers.Breaker;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * A connection that one owner has for itself: its statements are prepared once, sent without
 * waiting for the ones before them, and executed in their order, each in a transaction of its own.
 * It is opened when it is first used and again after it was lost; what was on its way then fails,
 * and may have been done.
 *
 * <p>Belongs to one context: it is used, and answers, on that one alone.
 */
public final class Lane implements Statements {

  private final Pool pool;
  private final Breaker breaker;
  private Future<SqlConnection> connection;

  Lane(Pool pool, Breaker breaker) {
    this.pool = pool;
    this.breaker = breaker;
  }

  @Override
  public Future<RowSet<Row>> write(String sql, Tuple parameters) {
    return breaker.guard(
        () -> connected().compose(open -> open.preparedQuery(sql).execute(parameters)));
  }

  /** Gives the connection back. */
  public Future<Void> close() {
    return connection == null
        ? Future.succeededFuture()
        : connection.transform(
            open -> open.succeeded() ? open.result().close() : Future.succeededFuture());
  }

  private Future<SqlConnection> connected() {
    if (connection == null || connection.failed()) {
      var opening = pool.getConnection();
      opening.onSuccess(open -> open.closeHandler(_ -> lost(opening)));
      connection = opening;
    }
    return connection;
  }

  private void lost(Future<SqlConnection> gone) {
    if (connection == gone) {
      connection = null;
    }
  }
}
