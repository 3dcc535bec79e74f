package io.tidegate.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;

/**
 * Leaves a server that has become read-only: after a failover its connections are as good as ever
 * but for writing, and a pool would keep them for minutes.
 */
final class Primary {

  /** SQLSTATE {@code read_only_sql_transaction}. */
  private static final String READ_ONLY = "25006";

  private static final String END_SESSION = "SELECT pg_terminate_backend(pg_backend_pid())";

  private Primary() {}

  /** Whether a statement failed because its server is no primary. */
  static boolean isGone(Throwable failure) {
    return failure instanceof PgException postgres && READ_ONLY.equals(postgres.getSqlState());
  }

  /**
   * What was done on a connection of a pool; where it failed because the server is no primary, the
   * failure comes after the connection is closed, so that the pool does not lend it again.
   */
  static <T> Future<T> orLeft(SqlConnection connection, Future<T> done) {
    return done.recover(
        failure -> isGone(failure) ? left(connection, failure) : Future.failedFuture(failure));
  }

  private static <T> Future<T> left(SqlConnection connection, Throwable failure) {
    Promise<T> closed = Promise.promise();
    connection.closeHandler(_ -> closed.fail(failure));
    leave(connection);
    return closed.future();
  }

  /** Asks the server to end the session, as a pool's connection cannot be closed by its user. */
  static void leave(SqlConnection connection) {
    connection.query(END_SESSION).execute();
  }
}
