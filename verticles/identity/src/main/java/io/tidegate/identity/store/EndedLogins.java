package io.tidegate.identity.store;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How logins end, and which have.
 *
 * <p>Readers ask for what ended since they last asked, less five seconds. That misses nothing only
 * if no end is committed later than that after its time was drawn, so each draws it in its last
 * statement and bounds its transaction to four seconds (PostgreSQL 17, {@code
 * transaction_timeout}). Any thread.
 */
public final class EndedLogins {

  private static final String END_ONE =
      """
      WITH bounded AS (SELECT set_config('transaction_timeout', '4s', true))
      UPDATE identity.login
         SET ended_at = clock_timestamp()
        FROM bounded
       WHERE sid = $1 AND member_id = $2 AND ended_at IS NULL
      RETURNING sid, ended_at
      """;

  private static final String END_ALL =
      """
      WITH bounded AS (SELECT set_config('transaction_timeout', '4s', true))
      UPDATE identity.login
         SET ended_at = clock_timestamp()
        FROM bounded
       WHERE member_id = $1 AND ended_at IS NULL
      RETURNING sid, ended_at
      """;

  /**
   * {@code now()} is when the transaction began, and so before what this statement sees; a row of
   * nulls says that nothing has ended.
   */
  private static final String SINCE =
      """
      SELECT now() AS read_at, ended.sid, ended.ended_at
        FROM (VALUES (1)) AS once
        LEFT JOIN (
             SELECT sid, ended_at
               FROM identity.login
              WHERE ended_at >= $1
              ORDER BY ended_at, sid
              LIMIT $2) AS ended ON true
       ORDER BY ended.ended_at, ended.sid
      """;

  private final Postgres postgres;

  public EndedLogins(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Ends a login of a member's; tells which, or nothing where it had ended or is not theirs. */
  public Future<List<Revocation>> end(SessionId sid, MemberId memberId) {
    return postgres
        .write(END_ONE, Tuple.of(sid.value(), memberId.value()))
        .map(EndedLogins::revocations);
  }

  /** The same as the last statement of a transaction. */
  public Future<List<Revocation>> end(SqlConnection tx, SessionId sid, MemberId memberId) {
    return tx.preparedQuery(END_ONE)
        .execute(Tuple.of(sid.value(), memberId.value()))
        .map(EndedLogins::revocations);
  }

  /** Ends every login of a member; tells which. */
  public Future<List<Revocation>> endAll(MemberId memberId) {
    return postgres.write(END_ALL, Tuple.of(memberId.value())).map(EndedLogins::revocations);
  }

  /** The same as the last statement of a transaction. */
  public Future<List<Revocation>> endAll(SqlConnection tx, MemberId memberId) {
    return tx.preparedQuery(END_ALL)
        .execute(Tuple.of(memberId.value()))
        .map(EndedLogins::revocations);
  }

  /** The logins that ended at a moment or later, at most {@code limit}, by the primary. */
  public Future<Revocations> since(Instant since, int limit) {
    return postgres
        .write(SINCE, Tuple.of(since.atOffset(ZoneOffset.UTC), limit))
        .map(
            rows -> {
              var items = revocations(rows);
              var readAt =
                  items.size() < limit
                      ? rows.iterator().next().getOffsetDateTime("read_at").toInstant()
                      : items.getLast().at();
              return new Revocations(items, readAt);
            });
  }

  private static List<Revocation> revocations(RowSet<Row> rows) {
    return rows.stream()
        .filter(row -> row.getUUID("sid") != null)
        .map(
            row ->
                new Revocation(
                    new SessionId(row.getUUID("sid")),
                    row.getOffsetDateTime("ended_at").toInstant()))
        .toList();
  }
}
