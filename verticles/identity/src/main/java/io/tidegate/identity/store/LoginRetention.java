package io.tidegate.identity.store;

import io.tidegate.platform.postgres.LeasedLoop;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Forgets logins that ended or expired long enough ago that no token of theirs can be good any
 * more, and the expired refresh tokens of those that live on; in batches, so that no statement is
 * long. What somebody else has locked waits for the next turn.
 */
public final class LoginRetention implements LeasedLoop.Work {

  private static final int BATCH_ROWS_MAX = 500;

  private static final String FORGET_ENDED =
      """
      DELETE FROM identity.login
       WHERE sid = ANY (ARRAY(
             SELECT sid
               FROM identity.login
              WHERE ended_at < $1
              ORDER BY ended_at
              LIMIT $2
                FOR UPDATE SKIP LOCKED))
      """;

  private static final String FORGET_EXPIRED =
      """
      DELETE FROM identity.login
       WHERE sid = ANY (ARRAY(
             SELECT sid
               FROM identity.login
              WHERE expires_at < $1
              ORDER BY expires_at
              LIMIT $2
                FOR UPDATE SKIP LOCKED))
      """;

  private static final String FORGET_TOKENS =
      """
      DELETE FROM identity.refresh_token
       WHERE hash = ANY (ARRAY(
             SELECT hash
               FROM identity.refresh_token
              WHERE expires_at < $1
              ORDER BY expires_at
              LIMIT $2
                FOR UPDATE SKIP LOCKED))
      """;

  private final Postgres postgres;
  private final InstantSource clock;
  private final Duration retention;

  public LoginRetention(Postgres postgres, InstantSource clock, Duration retention) {
    this.postgres = postgres;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public Future<Void> begin(long epoch) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> turn() {
    var before = clock.instant().minus(retention).atOffset(ZoneOffset.UTC);
    return forget(FORGET_ENDED, before)
        .compose(more -> forget(FORGET_EXPIRED, before).map(also -> more || also))
        .compose(more -> forget(FORGET_TOKENS, before).map(also -> more || also));
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  private Future<Boolean> forget(String sql, OffsetDateTime before) {
    return postgres
        .write(sql, Tuple.of(before, BATCH_ROWS_MAX))
        .map(rows -> rows.rowCount() == BATCH_ROWS_MAX);
  }
}
