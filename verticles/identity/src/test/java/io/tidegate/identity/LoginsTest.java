package io.tidegate.identity;

import static io.tidegate.contracts.Caller.ANONYMOUS;
import static io.tidegate.identity.IdentityNode.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.Done;
import io.tidegate.contracts.identity.IdentityApi.EndSession;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.ListSessions;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.LogOut;
import io.tidegate.contracts.identity.IdentityApi.LogOutAll;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.contracts.identity.IdentityApi.SessionPage;
import io.tidegate.contracts.identity.IdentityApi.SessionView;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

  private static final Caller GATEWAY = Caller.service("gateway");

  @TempDir static Path folder;
  private static final List<Revocation> TOLD = new CopyOnWriteArrayList<>();
  private static TestDatabase database;
  private static IdentityNode identity;

  @BeforeAll
  static void start() {
    database = TestDatabase.of("identity", "uuid");
    identity = IdentityNode.start(IdentityNode.plan(database, folder));
    Await.result(
        identity
            .node()
            .platform()
            .bus()
            .hear(IdentityApi.REVOKED_ADDRESS, Revocation.class, TOLD::add));
  }

  @AfterAll
  static void stop() {
    identity.close();
    database.close();
  }

  @Test
  void givesAPairThatGatewaysCanVerify() {
    var email = identity.signUp();
    var before = Instant.now();

    var pair = identity.logIn(email);

    assertEquals("Bearer", pair.grantType());
    assertEquals(email, identity.me(identity.holder(pair)).email());
    var expiresAt = Instant.ofEpochMilli(pair.accessTokenExpiresIn());
    assertTrue(expiresAt.isAfter(before.plusSeconds(598)), () -> "expires at " + expiresAt);
    assertTrue(expiresAt.isBefore(before.plusSeconds(610)), () -> "expires at " + expiresAt);
  }

  @Test
  void keepsNoToken() {
    var pair = identity.logIn(identity.signUp());

    var kept = database.text("SELECT json_agg(t) FROM identity.refresh_token t");

    assertFalse(kept.contains(pair.refreshToken()));
  }

  @Test
  void refusesAWrongPasswordAsItRefusesAnUnknownAddress() {
    var email = identity.signUp();

    assertEquals(
        new InvalidCredentials(), identity.reply(new LogIn(email, "wrong password"), ANONYMOUS));
    assertEquals(
        new InvalidCredentials(),
        identity.reply(new LogIn("nobody@example.com", PASSWORD), ANONYMOUS));
    assertEquals(
        new InvalidCredentials(), identity.reply(new LogIn("no\u0000body", PASSWORD), ANONYMOUS));
  }

  @Test
  void countsLogins() {
    var email = identity.signUp();
    var accepted = counted("accepted");
    var refused = counted("refused");

    identity.logIn(email);
    identity.reply(new LogIn(email, "wrong password"), ANONYMOUS);

    assertEquals(1, counted("accepted") - accepted);
    assertEquals(1, counted("refused") - refused);
  }

  @Test
  void endsTheLoginOfWhoLogsOutAndNoOther() {
    var email = identity.signUp();
    var pair = identity.logIn(email);
    var other = identity.logIn(email);
    var mina = identity.holder(pair);

    assertEquals(new Done(), identity.reply(new LogOut(), mina));

    assertEquals(new TokenRevoked(), identity.reissue(pair));
    assertInstanceOf(TokenPair.class, identity.reissue(other));
    isRevoked(mina.sessionId());
  }

  @Test
  void isDoneWhenWhoLoggedOutLogsOutAgain() {
    var mina = identity.holder(identity.logIn(identity.signUp()));

    assertEquals(new Done(), identity.reply(new LogOut(), mina));
    assertEquals(new Done(), identity.reply(new LogOut(), mina));
  }

  @Test
  void endsEveryLoginOfAMember() {
    var email = identity.signUp();
    var pairs = List.of(identity.logIn(email), identity.logIn(email));
    var others = identity.logIn(identity.signUp());

    assertEquals(new Done(), identity.reply(new LogOutAll(), identity.holder(pairs.getFirst())));

    pairs.forEach(pair -> assertEquals(new TokenRevoked(), identity.reissue(pair)));
    pairs.forEach(pair -> isRevoked(identity.holder(pair).sessionId()));
    assertInstanceOf(TokenPair.class, identity.reissue(others));
  }

  @Test
  void endsOneLoginFromAnother() {
    var email = identity.signUp();
    var lost = identity.logIn(email);
    var mina = identity.holder(identity.logIn(email));
    var sid = identity.holder(lost).sessionId();

    assertEquals(new Done(), identity.reply(new EndSession(sid), mina));

    assertEquals(new TokenRevoked(), identity.reissue(lost));
    isRevoked(sid);
    assertInstanceOf(NotFound.class, identity.reply(new EndSession(sid), mina));
  }

  @Test
  void endsNoLoginOfSomebodyElse() {
    var pair = identity.logIn(identity.signUp());
    var stranger = identity.holder(identity.logIn(identity.signUp()));
    var sid = identity.holder(pair).sessionId();

    assertInstanceOf(NotFound.class, identity.reply(new EndSession(sid), stranger));

    assertInstanceOf(TokenPair.class, identity.reissue(pair));
  }

  @Test
  void listsLiveLoginsNewestFirst() {
    var email = identity.signUp();
    List<SessionId> sids = new ArrayList<>();
    for (var i = 0; i < 5; i++) {
      sids.add(identity.holder(identity.logIn(email)).sessionId());
      identity.node().clock().advance(Duration.ofMillis(2));
    }
    var mina = identity.holder(identity.logIn(email));
    identity.reply(new EndSession(sids.get(2)), mina, Done.class);

    var first = list(mina, new PageRequest(3, null));
    var rest = list(mina, new PageRequest(3, first.next()));

    assertEquals(
        List.of(mina.sessionId(), sids.get(4), sids.get(3)),
        first.items().stream().map(SessionView::sid).toList());
    assertEquals(
        List.of(sids.get(1), sids.get(0)), rest.items().stream().map(SessionView::sid).toList());
    assertEquals(null, rest.next());
    assertEquals(
        List.of(true, false, false), first.items().stream().map(SessionView::current).toList());
  }

  @Test
  void refusesACursorThatItDidNotGive() {
    var mina = identity.holder(identity.logIn(identity.signUp()));

    for (var cursor : List.of("!", "AAAA", "")) {
      assertInstanceOf(
          Invalid.class, identity.reply(new ListSessions(new PageRequest(3, cursor)), mina));
    }
  }

  @Test
  void tellsGatewaysWhatEndedSince() {
    var start = revocations(Instant.EPOCH).readAt();
    var mina = identity.holder(identity.logIn(identity.signUp()));
    identity.reply(new LogOut(), mina, Done.class);

    var told = revocations(start);

    assertEquals(List.of(mina.sessionId()), told.items().stream().map(Revocation::sid).toList());
    assertTrue(told.items().getFirst().at().isAfter(start));
    assertFalse(told.readAt().isBefore(told.items().getFirst().at()));
    assertEquals(List.of(), revocations(told.readAt().plusMillis(1)).items());
  }

  @Test
  void tellsNobodyElseWhatEnded() {
    var mina = identity.holder(identity.logIn(identity.signUp()));

    for (var caller : List.of(mina, ANONYMOUS, IdentityNode.ADMIN)) {
      assertInstanceOf(Forbidden.class, identity.reply(new GetRevocations(Instant.EPOCH), caller));
    }
  }

  @Test
  void endsNothingForWhoIsNobody() {
    for (IdentityApi.Request request :
        List.of(new LogOut(), new LogOutAll(), new EndSession(new SessionId(UUID.randomUUID())))) {
      assertInstanceOf(Forbidden.class, identity.reply(request, ANONYMOUS));
    }
  }

  @Test
  void drawsADifferentTokenEachTime() {
    var email = identity.signUp();
    var drawn = new HashSet<String>();
    for (var i = 0; i < 5; i++) {
      var pair = identity.logIn(email);
      drawn.add(pair.refreshToken());
      drawn.add(pair.accessToken());
    }
    assertEquals(10, drawn.size());
  }

  private static SessionPage list(Caller caller, PageRequest page) {
    return identity.reply(new ListSessions(page), caller, SessionPage.class);
  }

  private static Revocations revocations(Instant since) {
    return identity.reply(new GetRevocations(since), GATEWAY, Revocations.class);
  }

  private static void isRevoked(SessionId sid) {
    Await.until(
        "the end of the login is told on the bus",
        () -> TOLD.stream().anyMatch(revocation -> revocation.sid().equals(sid)));
    assertTrue(
        revocations(Instant.EPOCH).items().stream()
            .anyMatch(revocation -> revocation.sid().equals(sid)),
        "a poll does not tell the end of the login");
  }

  private static double counted(String outcome) {
    return identity
        .node()
        .platform()
        .meters()
        .get("tidegate.logins")
        .tag("outcome", outcome)
        .counter()
        .count();
  }
}
