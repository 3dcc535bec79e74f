package io.tidegate.identity.store;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.SessionId;
import io.tidegate.identity.domain.Login;
import io.tidegate.identity.domain.Member;
import io.tidegate.identity.domain.RefreshToken;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * How logins begin, are renewed and are listed. Whoever renews or ends one holds the lock of its
 * row until the commit, so that everything about a login happens one thing after the other. Any
 * thread.
 */
public final class LoginStore {

  /**
   * The member's row is locked against changes, as a login that is begun while the member is being
   * disabled would outlive that; and the password must still be the one that was checked.
   */
  private static final String BEGIN =
      """
      WITH allowed AS (
             SELECT member_id
               FROM identity.member
              WHERE member_id = $2 AND password_hash = $3 AND disabled_at IS NULL
                FOR SHARE),
           begun AS (
             INSERT INTO identity.login (sid, member_id, created_at, last_used_at, expires_at)
             SELECT $1, member_id, $4, $4, $5
               FROM allowed
             RETURNING sid)
      INSERT INTO identity.refresh_token (hash, sid, issued_at, expires_at)
      SELECT $6, sid, $4, $5
        FROM begun
      """;

  private static final String LOCK_BY_TOKEN =
      """
      SELECT login.sid, login.member_id, login.created_at, login.ended_at, member.roles
        FROM identity.refresh_token
        JOIN identity.login USING (sid)
        JOIN identity.member USING (member_id)
       WHERE refresh_token.hash = $1
         FOR UPDATE OF login
      """;

  /** A statement of its own, so that it sees what whoever held the login's lock has committed. */
  private static final String TOKEN =
      """
      SELECT expires_at, spent_at
        FROM identity.refresh_token
       WHERE hash = $1
         FOR UPDATE
      """;

  private static final String RENEW =
      """
      WITH spent AS (
             UPDATE identity.refresh_token
                SET spent_at = $4
              WHERE hash = $2),
           renewed AS (
             UPDATE identity.login
                SET last_used_at = $4, expires_at = $5
              WHERE sid = $1)
      INSERT INTO identity.refresh_token (hash, sid, issued_at, expires_at)
      VALUES ($3, $1, $4, $5)
      """;

  /** A sid is a UUIDv7, so the newest login has the greatest. */
  private static final String PAGE =
      """
      SELECT sid, created_at, last_used_at
        FROM identity.login
       WHERE member_id = $1
         AND ended_at IS NULL
         AND expires_at > $2
         AND ($3::uuid IS NULL OR sid < $3)
       ORDER BY sid DESC
       LIMIT $4
      """;

  private final Postgres postgres;

  public LoginStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A login as its owner sees it. */
  public record Listed(SessionId sid, Instant createdAt, Instant lastUsedAt) {}

  /**
   * Begins a login with its first refresh token; false where the member has been disabled, or has
   * another password, since {@code member} was read.
   */
  public Future<Boolean> begin(
      Member member, SessionId sid, byte[] tokenHash, Instant now, Instant expiresAt) {
    return postgres
        .write(
            BEGIN,
            Tuple.of(
                sid.value(),
                member.memberId().value(),
                member.passwordHash(),
                at(now),
                at(expiresAt),
                Buffer.buffer(tokenHash)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Locks the login that a refresh token belongs to; empty where there is no such token. */
  public Future<Optional<Login>> lockByToken(SqlConnection tx, byte[] tokenHash) {
    return tx.preparedQuery(LOCK_BY_TOKEN)
        .execute(Tuple.of(Buffer.buffer(tokenHash)))
        .map(rows -> rows.stream().findFirst().map(LoginStore::login));
  }

  /** The refresh token, once its login is locked; empty where a sweep was faster. */
  public Future<Optional<RefreshToken>> token(SqlConnection tx, byte[] tokenHash) {
    return tx.preparedQuery(TOKEN)
        .execute(Tuple.of(Buffer.buffer(tokenHash)))
        .map(rows -> rows.stream().findFirst().map(LoginStore::refreshToken));
  }

  /** Spends one refresh token for the next. */
  public Future<Void> renew(
      SqlConnection tx,
      SessionId sid,
      byte[] spentHash,
      byte[] nextHash,
      Instant now,
      Instant expiresAt) {
    return tx.preparedQuery(RENEW)
        .execute(
            Tuple.of(
                sid.value(),
                Buffer.buffer(spentHash),
                Buffer.buffer(nextHash),
                at(now),
                at(expiresAt)))
        .mapEmpty();
  }

  /** The live logins of a member, newest first, older than {@code before} where that is given. */
  public Future<List<Listed>> page(
      MemberId memberId, Instant now, Optional<SessionId> before, int limit) {
    return postgres
        .read(
            PAGE,
            Tuple.of(memberId.value(), at(now), before.map(SessionId::value).orElse(null), limit))
        .map(rows -> rows.stream().map(LoginStore::listed).toList());
  }

  private static Login login(Row row) {
    return new Login(
        new SessionId(row.getUUID("sid")),
        new MemberId(row.getUUID("member_id")),
        MemberStore.roles(row),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("ended_at") != null);
  }

  private static RefreshToken refreshToken(Row row) {
    return new RefreshToken(
        row.getOffsetDateTime("expires_at").toInstant(), row.getOffsetDateTime("spent_at") != null);
  }

  private static Listed listed(Row row) {
    return new Listed(
        new SessionId(row.getUUID("sid")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("last_used_at").toInstant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
