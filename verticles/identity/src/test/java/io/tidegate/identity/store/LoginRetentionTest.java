package io.tidegate.identity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.platform.postgres.IdempotencyRetention;
import io.tidegate.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginRetentionTest {

  private static final Duration DAY = Duration.ofDays(1);

  private IdentityTables tables;
  private LoginRetention retention;

  @BeforeEach
  void start() {
    tables = new IdentityTables();
    retention = new LoginRetention(tables.postgres(), tables.node().clock(), DAY);
  }

  @AfterEach
  void stop() {
    tables.close();
  }

  @Test
  void forgetsALoginADayAfterItEnded() {
    var sid = tables.login(tables.node().clock().instant().plus(DAY.multipliedBy(7)));
    Await.result(new EndedLogins(tables.postgres()).end(sid, tables.mina().memberId()));

    tables.node().clock().advance(DAY.minusMinutes(5));
    Await.result(retention.turn());
    assertEquals(1, count("login"));

    tables.node().clock().advance(Duration.ofMinutes(10));
    Await.result(retention.turn());
    assertEquals(0, count("login"));
    assertEquals(0, count("refresh_token"));
  }

  @Test
  void forgetsALoginADayAfterItExpired() {
    tables.login(tables.node().clock().instant().plus(DAY));
    tables.login(tables.node().clock().instant().plus(DAY.multipliedBy(7)));

    tables.node().clock().advance(DAY.multipliedBy(2).plusMinutes(5));
    Await.result(retention.turn());

    assertEquals(1, count("login"));
    assertEquals(1, count("refresh_token"));
  }

  @Test
  void forgetsTheExpiredTokensOfALoginThatLivesOn() {
    var now = tables.node().clock().instant();
    var sid = tables.login(now.plus(DAY));
    Await.result(
        tables
            .postgres()
            .inTransaction(
                tx ->
                    tables
                        .logins()
                        .renew(
                            tx,
                            sid,
                            IdentityTables.token(sid),
                            new byte[] {1},
                            now,
                            now.plus(DAY.multipliedBy(7)))));
    assertEquals(2, count("refresh_token"));

    tables.node().clock().advance(DAY.multipliedBy(2).plusMinutes(5));
    Await.result(retention.turn());

    assertEquals(1, count("login"));
    assertEquals(1, count("refresh_token"));
  }

  @Test
  void leavesWhatIsTooMuchForOneTurnToTheNext() {
    tables
        .database()
        .execute(
            """
            INSERT INTO identity.login (sid, member_id, created_at, last_used_at, expires_at)
            SELECT gen_random_uuid(), '%s', now(), now(), now() - interval '2 days'
              FROM generate_series(1, 600)
            """
                .formatted(tables.mina().memberId()));

    assertTrue(Await.result(retention.turn()));
    assertFalse(Await.result(retention.turn()));
    assertEquals(0, count("login"));
  }

  @Test
  void forgetsAnswersToKeyedCommandsAfterTwoDays() {
    tables
        .database()
        .execute(
            """
            INSERT INTO identity.idempotency
                   (caller, command, key, fingerprint, reply_type, reply, at)
            SELECT 'mina', 'DisableMember', n::text, '', '', '{}', now() - n * interval '1 hour'
              FROM generate_series(1, 1100) AS n
            """);
    var answers = new IdempotencyRetention(tables.postgres(), "identity");

    assertTrue(Await.result(answers.turn()));
    assertFalse(Await.result(answers.turn()));
    assertEquals(47, count("idempotency"));
  }

  private long count(String table) {
    return tables.database().number("SELECT count(*) FROM identity." + table);
  }
}
