package io.tidegate.platform.postgres;

import io.tidegate.platform.guard.Breakers.Breaker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
 * <p>While nobody uses it, it asks every second whether the server is there, so that a dead
 * connection is found before somebody needs it.
 *
 * <p>Belongs to one context: it is used, and answers, on that one alone.
 */
public final class Lane implements Statements {

  private static final long ASK_EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Pool pool;
  private final Breaker breaker;
  private Future<SqlConnection> connection;
  private long timer = -1;
  private boolean used;

  Lane(Vertx vertx, Pool pool, Breaker breaker) {
    this.vertx = vertx;
    this.pool = pool;
    this.breaker = breaker;
  }

  @Override
  public Future<RowSet<Row>> write(String sql, Tuple parameters) {
    return breaker.guard(
        () ->
            connected()
                .compose(
                    open ->
                        open.preparedQuery(sql)
                            .execute(parameters)
                            .onFailure(cause -> leaveUnlessPrimary(open, cause))));
  }

  /** Gives the connection back. */
  public Future<Void> close() {
    return connection == null
        ? Future.succeededFuture()
        : connection.transform(
            open -> {
              stopAsking();
              return open.succeeded() ? open.result().close() : Future.succeededFuture();
            });
  }

  private Future<SqlConnection> connected() {
    used = true;
    if (connection == null || connection.failed()) {
      var opening = pool.getConnection();
      opening.onSuccess(
          open -> {
            open.closeHandler(_ -> lost(open));
            startAsking(open);
          });
      connection = opening;
    }
    return connection;
  }

  private void leaveUnlessPrimary(SqlConnection open, Throwable cause) {
    if (Primary.isGone(cause) && lost(open)) {
      Primary.leave(open);
    }
  }

  /** The next statement opens another one; false where that has been said already. */
  private boolean lost(SqlConnection gone) {
    if (connection == null || connection.result() != gone) {
      return false;
    }
    connection = null;
    stopAsking();
    return true;
  }

  private void startAsking(SqlConnection open) {
    timer =
        vertx.setPeriodic(
            ASK_EVERY_MILLIS,
            _ -> {
              if (!used) {
                // Nothing is done with the answer: where none comes, the connection is closed.
                open.query("SELECT 1").execute();
              }
              used = false;
            });
  }

  private void stopAsking() {
    vertx.cancelTimer(timer);
  }
}
