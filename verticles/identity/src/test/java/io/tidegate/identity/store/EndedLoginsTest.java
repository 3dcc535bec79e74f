package io.tidegate.identity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedLoginsTest {

  private IdentityTables tables;
  private EndedLogins ended;

  @BeforeEach
  void start() {
    tables = new IdentityTables();
    ended = new EndedLogins(tables.postgres());
  }

  @AfterEach
  void stop() {
    tables.close();
  }

  @Test
  void tellsWhichLoginsItEnded() {
    var one = login();
    var other = login();

    assertEquals(List.of(one), sids(Await.result(ended.end(one, tables.mina().memberId()))));
    assertEquals(List.of(other), sids(Await.result(ended.endAll(tables.mina().memberId()))));
    assertEquals(List.of(), Await.result(ended.endAll(tables.mina().memberId())));
  }

  @Test
  void endsALoginWhenItIsEndedAndNotWhenItsTransactionBegan() {
    var sid = login();

    var late =
        Await.result(
            tables
                .postgres()
                .inTransaction(
                    tx ->
                        tx.query("SELECT now() AS at, pg_sleep(0.2)")
                            .execute()
                            .map(rows -> rows.iterator().next().getOffsetDateTime("at"))
                            .compose(
                                begun ->
                                    ended
                                        .end(tx, sid, tables.mina().memberId())
                                        .map(
                                            told ->
                                                Duration.between(
                                                    begun.toInstant(), told.getFirst().at())))));

    assertFalse(late.isNegative());
    assertTrue(late.toMillis() >= 200, () -> "it says that it ended after " + late);
  }

  /** Readers look five seconds back. */
  @Test
  void boundsTheTransactionThatEndsALogin() {
    var sid = login();

    var timeout =
        Await.result(
            tables
                .postgres()
                .inTransaction(
                    tx ->
                        ended
                            .end(tx, sid, tables.mina().memberId())
                            .compose(_ -> tx.query("SHOW transaction_timeout").execute())
                            .map(rows -> rows.iterator().next().getString(0))));

    assertEquals("4s", timeout);
    var after = Await.result(tables.postgres().write("SHOW transaction_timeout", none()));
    assertEquals("0", after.iterator().next().getString(0));
  }

  @Test
  void letsAReaderGoThroughMoreThanAPageHolds() {
    List<SessionId> all = new ArrayList<>();
    for (var i = 0; i < 7; i++) {
      var sid = login();
      Await.result(ended.end(sid, tables.mina().memberId()));
      all.add(sid);
    }

    List<SessionId> read = new ArrayList<>();
    var since = Instant.EPOCH;
    for (var page = 0; page < 4; page++) {
      var revocations = Await.result(ended.since(since, 3));
      revocations.items().stream()
          .map(Revocation::sid)
          .filter(sid -> !read.contains(sid))
          .forEach(read::add);
      since = revocations.readAt();
    }

    assertEquals(all, read);
  }

  @Test
  void saysWhenItWasAskedWhereNothingHasEnded() {
    var before = tables.node().clock().instant();

    var revocations = Await.result(ended.since(Instant.EPOCH, 3));

    assertEquals(List.of(), revocations.items());
    assertTrue(Duration.between(before, revocations.readAt()).abs().toSeconds() < 10);
  }

  private SessionId login() {
    return tables.login(tables.node().clock().instant().plus(Duration.ofDays(7)));
  }

  private static io.vertx.sqlclient.Tuple none() {
    return io.vertx.sqlclient.Tuple.tuple();
  }

  private static List<SessionId> sids(List<Revocation> revocations) {
    return revocations.stream().map(Revocation::sid).toList();
  }
}
