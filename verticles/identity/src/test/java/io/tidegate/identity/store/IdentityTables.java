package io.tidegate.identity.store;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.identity.domain.EmailAddress;
import io.tidegate.identity.domain.Member;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Identity's tables in a database of their own, with one member. */
final class IdentityTables implements AutoCloseable {

  private final TestDatabase database = TestDatabase.of("identity", "uuid");
  private final TestNode node = TestNode.on(database).start();
  private final Postgres postgres = node.platform().postgres("identity");
  private final MemberStore members = new MemberStore(postgres);
  private final LoginStore logins = new LoginStore(postgres);
  private final Member mina =
      new Member(
          new MemberId(UUID.randomUUID()),
          EmailAddress.of("mina@example.com").orElseThrow(),
          "hash",
          Set.of(Role.ROLE_USER),
          false);

  IdentityTables() {
    Await.result(members.add(mina, node.clock().instant()));
  }

  TestDatabase database() {
    return database;
  }

  Postgres postgres() {
    return postgres;
  }

  TestNode node() {
    return node;
  }

  Member mina() {
    return mina;
  }

  LoginStore logins() {
    return logins;
  }

  /** Begins a login whose token is good until then. */
  SessionId login(Instant expiresAt) {
    var sid = new SessionId(node.platform().ids().next());
    var now = node.clock().instant();
    Await.result(logins.begin(mina, sid, token(sid), now, expiresAt));
    return sid;
  }

  static byte[] token(SessionId sid) {
    return sid.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }
}
