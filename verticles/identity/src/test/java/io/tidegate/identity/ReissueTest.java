package io.tidegate.identity;

import static io.tidegate.contracts.Caller.ANONYMOUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.InvalidToken;
import io.tidegate.contracts.identity.IdentityApi.RefreshTokenReused;
import io.tidegate.contracts.identity.IdentityApi.Reissue;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.contracts.identity.IdentityApi.TokenExpired;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.TokenException;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReissueTest {

  private static final Duration A_WHILE = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static TestDatabase database;
  private IdentityNode identity;

  @BeforeAll
  static void create() {
    database = TestDatabase.of("identity", "uuid");
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void start() {
    identity = IdentityNode.start(IdentityNode.plan(database, folder));
  }

  @AfterEach
  void stop() {
    identity.close();
  }

  @Test
  void givesANewPairOfTheSameLogin() {
    var pair = identity.logIn(identity.signUp());

    var next = assertInstanceOf(TokenPair.class, identity.reissue(pair));

    assertEquals(identity.holder(pair), identity.holder(next));
    assertNotEquals(pair.refreshToken(), next.refreshToken());
    assertInstanceOf(TokenPair.class, identity.reissue(next));
  }

  @Test
  void acceptsAnAccessTokenThatHasExpired() {
    identity.close();
    identity =
        IdentityNode.start(
            IdentityNode.plan(database, folder).set("identity", "accessTokenSeconds", 1));
    var clock = identity.node().clock();
    // Gateways have the machine's time, and five seconds of leeway.
    clock.advance(A_WHILE.negated());
    var pair = identity.logIn(identity.signUp());
    clock.advance(A_WHILE);
    assertTrue(isExpired(identity.gateway().verify(pair.accessToken())));

    assertInstanceOf(TokenPair.class, identity.reissue(pair));
  }

  @Test
  void endsTheLoginWhoseRefreshTokenIsReused() {
    var pair = identity.logIn(identity.signUp());
    var next = assertInstanceOf(TokenPair.class, identity.reissue(pair));

    assertEquals(new RefreshTokenReused(), identity.reissue(pair));

    assertEquals(new TokenRevoked(), identity.reissue(next));
    assertTrue(
        identity
            .reply(new GetRevocations(Instant.EPOCH), Caller.service("gateway"), Revocations.class)
            .items()
            .stream()
            .anyMatch(ended -> ended.sid().equals(identity.holder(pair).sessionId())));
  }

  @Test
  void tellsTheGatewaysOfALoginThatEndsByReuse() {
    List<Revocation> told = new CopyOnWriteArrayList<>();
    var bus = identity.node().platform().bus();
    Await.result(bus.hear(IdentityApi.REVOKED_ADDRESS, Revocation.class, told::add));
    var pair = identity.logIn(identity.signUp());
    identity.reissue(pair);

    identity.reissue(pair);

    Await.until("the end of the login is told on the bus", () -> !told.isEmpty());
    assertEquals(identity.holder(pair).sessionId(), told.getFirst().sid());
  }

  @Test
  void letsOneWinOfThoseWhoShowATokenAtOnce() {
    for (var round = 0; round < 5; round++) {
      var pair = identity.logIn(identity.signUp());
      List<Future<Answer>> asked = new ArrayList<>();
      for (var i = 0; i < 8; i++) {
        asked.add(identity.ask(new Reissue(pair.accessToken(), pair.refreshToken()), ANONYMOUS));
      }

      var replies = asked.stream().map(Await::result).map(Answer::reply).toList();

      var won = replies.stream().filter(TokenPair.class::isInstance).toList();
      assertEquals(1, won.size());
      assertEquals(7, replies.stream().filter(RefreshTokenReused.class::isInstance).count());
      assertEquals(new TokenRevoked(), identity.reissue((TokenPair) won.getFirst()));
    }
  }

  @Test
  void refusesTokensThatAreNotOurs() {
    var pair = identity.logIn(identity.signUp());
    var other = identity.logIn(identity.signUp());

    assertEquals(new InvalidToken(), reissue("no token", pair.refreshToken()));
    assertEquals(new InvalidToken(), reissue(pair.accessToken(), "no token"));
    assertEquals(new InvalidToken(), reissue(other.accessToken(), pair.refreshToken()));
    assertInstanceOf(TokenPair.class, identity.reissue(pair), "a refused attempt spent the token");
  }

  @Test
  void refusesALoginThatWasNotRenewedForTooLong() {
    var pair = identity.logIn(identity.signUp());
    identity.node().clock().advance(Duration.ofDays(7));

    assertEquals(new TokenExpired(), identity.reissue(pair));
  }

  @Test
  void endsALoginAfterThirtyDaysHoweverOftenItIsRenewed() {
    var pair = identity.logIn(identity.signUp());
    for (var i = 0; i < 4; i++) {
      identity.node().clock().advance(Duration.ofDays(6));
      pair = assertInstanceOf(TokenPair.class, identity.reissue(pair));
    }
    identity.node().clock().advance(Duration.ofDays(6));

    assertEquals(new TokenExpired(), identity.reissue(pair));
  }

  private Object reissue(String accessToken, String refreshToken) {
    return identity.reply(new Reissue(accessToken, refreshToken), ANONYMOUS);
  }

  private static boolean isExpired(Future<Caller> verified) {
    return Await.result(
        verified
            .map(false)
            .otherwise(
                cause ->
                    cause instanceof TokenException refused
                        && refused.kind() == TokenException.Kind.EXPIRED));
  }
}
