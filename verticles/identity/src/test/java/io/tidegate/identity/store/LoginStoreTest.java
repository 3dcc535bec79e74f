package io.tidegate.identity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.SessionId;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginStoreTest {

  private IdentityTables tables;
  private Instant now;

  @BeforeEach
  void start() {
    tables = new IdentityTables();
    now = tables.node().clock().instant();
  }

  @AfterEach
  void stop() {
    tables.close();
  }

  @Test
  void beginsALogin() {
    assertTrue(Await.result(begin("hash")));
    assertEquals(1, tables.database().number("SELECT count(*) FROM identity.login"));
  }

  @Test
  void beginsNoLoginOfAMemberWhosePasswordHasChanged() {
    assertFalse(Await.result(begin("the hash before")));
    assertEquals(0, tables.database().number("SELECT count(*) FROM identity.login"));
  }

  @Test
  void beginsNoLoginOfAMemberWhoIsBeingDisabled() throws SQLException {
    try (var admin = tables.database().connect()) {
      execute(admin, "UPDATE identity.member SET disabled_at = now()");
      var begun = begin("hash");
      waitForALock();

      admin.commit();

      assertFalse(Await.result(begun));
    }
  }

  @Test
  void makesWhoRenewsALoginWaitForWhoEndsIt() throws SQLException {
    var sid = tables.login(now.plus(Duration.ofDays(7)));
    try (var other = tables.database().connect()) {
      execute(other, "UPDATE identity.login SET ended_at = now()");
      var locked =
          tables
              .postgres()
              .inTransaction(tx -> tables.logins().lockByToken(tx, IdentityTables.token(sid)));
      waitForALock();

      other.commit();

      assertTrue(Await.result(locked).orElseThrow().ended());
    }
  }

  @Test
  void listsNoLoginThatHasExpired() {
    tables.login(now.plusSeconds(60));
    var live = tables.login(now.plusSeconds(120));

    var page =
        tables.logins().page(tables.mina().memberId(), now.plusSeconds(60), Optional.empty(), 9);

    assertEquals(
        java.util.List.of(live), Await.result(page).stream().map(LoginStore.Listed::sid).toList());
  }

  private Future<Boolean> begin(String hash) {
    var sid = new SessionId(tables.node().platform().ids().next());
    var member = tables.mina().withPasswordHash(hash);
    return tables.logins().begin(member, sid, IdentityTables.token(sid), now, now.plusSeconds(60));
  }

  private void waitForALock() {
    Await.until(
        "a statement waits for a lock",
        () -> tables.database().number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    connection.setAutoCommit(false);
    try (var call = connection.createStatement()) {
      call.execute(statement);
    }
  }
}
