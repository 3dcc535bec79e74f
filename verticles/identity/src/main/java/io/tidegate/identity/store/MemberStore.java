package io.tidegate.identity.store;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.identity.domain.EmailAddress;
import io.tidegate.identity.domain.Member;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members. Read on the primary: who has just signed up logs in next, and a replica may not have
 * heard of them. Any thread.
 */
public final class MemberStore {

  private static final String ADD =
      """
      INSERT INTO identity.member (member_id, email, password_hash, roles, created_at)
      VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (email) DO NOTHING
      """;

  private static final String BY_EMAIL =
      """
      SELECT member_id, email, password_hash, roles, disabled_at
        FROM identity.member
       WHERE email = $1
      """;

  private static final String BY_ID =
      """
      SELECT member_id, email, password_hash, roles, disabled_at
        FROM identity.member
       WHERE member_id = $1
      """;

  private static final String REPLACE_HASH =
      """
      UPDATE identity.member
         SET password_hash = $3
       WHERE member_id = $1 AND password_hash = $2
      """;

  private static final String EQUIP =
      """
      UPDATE identity.member
         SET password_hash = $2, roles = $3
       WHERE member_id = $1
      """;

  /** The first moment stands when it is asked again. */
  private static final String DISABLE =
      """
      UPDATE identity.member
         SET disabled_at = coalesce(disabled_at, $2)
       WHERE member_id = $1
      """;

  private static final String ENABLE =
      """
      UPDATE identity.member
         SET disabled_at = NULL
       WHERE member_id = $1
      """;

  private final Postgres postgres;

  public MemberStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** Adds a member; false where there is one with the address. */
  public Future<Boolean> add(Member member, Instant at) {
    return postgres
        .write(
            ADD,
            Tuple.of(
                member.memberId().value(),
                member.email().value(),
                member.passwordHash(),
                names(member.roles()),
                at.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  public Future<Optional<Member>> byEmail(EmailAddress email) {
    return postgres.write(BY_EMAIL, Tuple.of(email.value())).map(MemberStore::first);
  }

  public Future<Optional<Member>> byId(MemberId memberId) {
    return postgres.write(BY_ID, Tuple.of(memberId.value())).map(MemberStore::first);
  }

  /** Replaces the hash of the same password; false where the password has changed meanwhile. */
  public Future<Boolean> replaceHash(Member member, String hash) {
    return postgres
        .write(REPLACE_HASH, Tuple.of(member.memberId().value(), member.passwordHash(), hash))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Gives a member another password and other roles. */
  public Future<Void> equip(SqlConnection tx, MemberId memberId, String hash, Set<Role> roles) {
    return tx.preparedQuery(EQUIP)
        .execute(Tuple.of(memberId.value(), hash, names(roles)))
        .mapEmpty();
  }

  /** Refuses new logins from now on; false where there is no such member. */
  public Future<Boolean> disable(SqlConnection tx, MemberId memberId, Instant at) {
    return tx.preparedQuery(DISABLE)
        .execute(Tuple.of(memberId.value(), at.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Allows new logins again; false where there is no such member. */
  public Future<Boolean> enable(SqlConnection tx, MemberId memberId) {
    return tx.preparedQuery(ENABLE)
        .execute(Tuple.of(memberId.value()))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Optional<Member> first(RowSet<Row> rows) {
    return rows.stream().findFirst().map(MemberStore::member);
  }

  private static Member member(Row row) {
    return new Member(
        new MemberId(row.getUUID("member_id")),
        EmailAddress.of(row.getString("email")).orElseThrow(),
        row.getString("password_hash"),
        roles(row),
        row.getOffsetDateTime("disabled_at") != null);
  }

  static Set<Role> roles(Row row) {
    return Stream.of(row.getArrayOfStrings("roles"))
        .map(Role::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String[] names(Set<Role> roles) {
    return roles.stream().sorted().map(Role::name).toArray(String[]::new);
  }
}
