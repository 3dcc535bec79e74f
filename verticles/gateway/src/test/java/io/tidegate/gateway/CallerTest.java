package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.MemberView;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not: before a domain is asked, and before a body is looked at. */
class CallerTest {

  private static ScriptedShop shop;

  @BeforeAll
  static void open() {
    shop = open(UnaryOperator.identity());
  }

  private static ScriptedShop open(UnaryOperator<io.tidegate.testkit.TestNode.Plan> settings) {
    var opened = ScriptedShop.open(settings);
    opened.onInquiry(
        GetMe.class,
        inquiry ->
            io.tidegate.platform.bus.Answer.of(
                new MemberView(
                    "mina@example.com",
                    MemberId.of(inquiry.caller().subject()),
                    inquiry.caller().roles())));
    opened.on(ListChannels.class, _ -> new ChannelPage(List.of(), null));
    return opened;
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  private static HttpResponse<String> me(ScriptedShop shop, String token) {
    return shop.send(shop.request("/api/member/me", token).GET());
  }

  @Test
  void letsTheBearerOfAGoodTokenIn() {
    var caller = ScriptedShop.caller(Role.ROLE_USER);

    assertEquals(200, me(shop, shop.token(caller)).statusCode());

    assertEquals(caller, shop.lastAsked(GetMe.class).caller());
  }

  @Test
  void readsTheSchemeInAnyCase() {
    var request = shop.request("/api/member/me").header("Authorization", "bEARER " + shop.token());
    assertEquals(200, shop.send(request.GET()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic bWluYTpzZWNyZXQ=", "Bearer a b", "x"})
  void asksForATokenWhereThereIsNone(String authorization) {
    var request = shop.request("/api/member/me");
    var answer =
        shop.send(
            authorization.isEmpty()
                ? request.GET()
                : request.header("Authorization", authorization).GET());
    problem(answer, 401, "unauthenticated");
    assertEquals("Bearer", header(answer, "WWW-Authenticate"));
  }

  /** With those of {@code JwtTest}, the attacks of RFC 8725 (F39). */
  static Stream<String> forgeries() {
    var now = Instant.now();
    var later = now.plusSeconds(600);
    var caller = ScriptedShop.caller(Role.ROLE_ADMIN);
    var good = shop.token(caller);
    var parts = good.split("\\.", -1);
    var unsigned =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"alg\":\"none\",\"typ\":\"JWT\"}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Stream.of(
        "x",
        "a.b.c",
        "..",
        parts[0] + "." + parts[1] + "." + shop.token(caller).split("\\.", -1)[2],
        good.substring(0, good.length() - 10),
        parts[0] + "." + parts[1] + ".",
        parts[0] + "." + parts[1],
        unsigned + "." + parts[1] + ".",
        unsigned + "." + parts[1] + "." + parts[2],
        "x".repeat(5_000),
        shop.token(JwkSet.generate(), "tidegate", "tidegate-api", caller, now, later),
        shop.token(shop.keys(), "else", "tidegate-api", caller, now, later),
        shop.token(shop.keys(), "tidegate", "else", caller, now, later),
        // Revocations are kept for as long as a token can be good, so none may be good for longer.
        shop.token(caller, now, now.plus(Duration.ofDays(1))),
        // Milliseconds where seconds are meant.
        shop.token(caller, now, Instant.ofEpochSecond(now.toEpochMilli())),
        shop.token(caller, now.plusSeconds(300), later));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void refusesWhatIsNoTokenOfOurs(String token) {
    problem(me(shop, token), 401, "unauthenticated");
  }

  @Test
  void tellsAnExpiredTokenFromAWrongOne() {
    var caller = ScriptedShop.caller(Role.ROLE_USER);
    var token = shop.token(caller, Instant.now().minusSeconds(600), Instant.now().minusSeconds(60));

    var answer = me(shop, token);

    problem(answer, 401, "token-expired");
    assertTrue(header(answer, "WWW-Authenticate").contains("invalid_token"));
  }

  @Test
  void remembersATokenOnlyUntilItExpires() {
    try (var own = open(UnaryOperator.identity())) {
      var token = own.token(Role.ROLE_USER);
      assertEquals(200, me(own, token).statusCode());

      own.node().clock().advance(Duration.ofSeconds(601));

      problem(me(own, token), 401, "token-expired");
    }
  }

  @Test
  void asksADomainInNobodysNameWhereAnyoneMayAsk() {
    var request = shop.request("/api/channels", shop.token(Role.ROLE_ADMIN)).GET();
    assertEquals(200, shop.send(request).statusCode());
    assertEquals(Caller.ANONYMOUS, shop.lastAsked(ListChannels.class).caller());
  }

  @Test
  void doesNotLookAtATokenWhereAnyoneMayAsk() {
    assertEquals(200, shop.send(shop.request("/api/channels", "rubbish").GET()).statusCode());
  }

  @Test
  void learnsAKeyThatIsNewerThanItsOwn() {
    try (var own = open(plan -> plan.set("gateway", "keysIntervalMs", 1))) {
      own.rotateKeys();
      var tokens = IntStream.range(0, 20).mapToObj(_ -> own.token(Role.ROLE_USER)).toList();

      var statuses =
          tokens.parallelStream().map(token -> me(own, token).statusCode()).distinct().toList();

      assertEquals(List.of(200), statuses);
    }
  }

  @Test
  void forgetsTokensOfKeysThatAreNoLongerPublished() {
    try (var own = open(plan -> plan.set("gateway", "keysIntervalMs", 1))) {
      var before = own.token(Role.ROLE_USER);
      assertEquals(200, me(own, before).statusCode());
      own.rotateKeys();
      assertEquals(200, me(own, own.token(Role.ROLE_USER)).statusCode());

      problem(me(own, before), 401, "unauthenticated");
    }
  }

  @Test
  void doesNotAskForKeysWithEveryMadeUpKeyId() {
    try (var own = open(plan -> plan.set("gateway", "keysIntervalMs", 60_000))) {
      var asked = own.asked(GetKeys.class).size();
      for (var i = 0; i < 20; i++) {
        var now = Instant.now();
        var forged =
            own.token(
                JwkSet.generate(),
                "tidegate",
                "tidegate-api",
                ScriptedShop.caller(Role.ROLE_ADMIN),
                now,
                now.plusSeconds(60));
        problem(me(own, forged), 401, "unauthenticated");
      }
      assertEquals(asked, own.asked(GetKeys.class).size());
    }
  }

  @Test
  void refusesALoginThatHasEndedWithinASecond() {
    var caller = ScriptedShop.caller(Role.ROLE_USER);
    var token = shop.token(caller);
    assertEquals(200, me(shop, token).statusCode());

    var ended = new Revocation(caller.sessionId(), Instant.now());
    shop.on(GetRevocations.class, _ -> new Revocations(List.of(ended), Instant.now()));

    Await.until(
        "the login has ended here",
        Duration.ofSeconds(1),
        () -> me(shop, token).statusCode() == 401);
    problem(me(shop, token), 401, "token-revoked");
    assertEquals(200, me(shop, shop.token(Role.ROLE_USER)).statusCode());
  }

  @Test
  void hearsOfAnEndedLoginAtOnce() {
    try (var own = open(plan -> plan.set("gateway", "revocationsPauseMs", 4_000))) {
      var caller = ScriptedShop.caller(Role.ROLE_USER);
      var token = own.token(caller);
      assertEquals(200, me(own, token).statusCode());

      own.node()
          .platform()
          .bus()
          .tell(IdentityApi.REVOKED_ADDRESS, new Revocation(caller.sessionId(), Instant.now()));

      Await.until(
          "the hint has arrived", Duration.ofSeconds(1), () -> me(own, token).statusCode() == 401);
    }
  }

  @Test
  void readsFromALittleBeforeItsLastRead() {
    var readAt = Instant.parse("2026-11-21T09:00:00Z");
    try (var own = open(UnaryOperator.identity())) {
      own.on(GetRevocations.class, _ -> new Revocations(List.of(), readAt));
      var since = readAt.minusSeconds(5);
      Await.until(
          "it reads again", () -> own.asked(GetRevocations.class).getLast().since().equals(since));
    }
  }

  @Test
  void readsOnWhereAPageWasFull() {
    var caller = ScriptedShop.caller(Role.ROLE_USER);
    var first = new Revocation(ScriptedShop.caller().sessionId(), Instant.now().minusSeconds(60));
    var second = new Revocation(caller.sessionId(), Instant.now());
    try (var own =
        ScriptedShop.starting(
            plan -> plan.set("gateway", "revocationsPauseMs", 60_000),
            shop ->
                shop.on(
                    GetRevocations.class,
                    asked ->
                        asked.since().equals(first.at())
                            ? new Revocations(List.of(first, second), Instant.now().plusSeconds(1))
                            : new Revocations(List.of(first), first.at())))) {
      own.untilReady();
      problem(me(own, own.token(caller)), 401, "token-revoked");
    }
  }

  @Test
  void letsNobodyInWhileItCannotKnowWhoseLoginHasEnded() {
    try (var own = open(plan -> plan.set("gateway", "revocationsStaleAfterMs", 600))) {
      var token = own.token(Role.ROLE_USER);
      assertEquals(200, me(own, token).statusCode());
      own.become(
          GetRevocations.class, Future.failedFuture(new FaultException(Fault.DEPENDENCY, "down")));

      Await.until("it no longer knows", () -> me(own, token).statusCode() == 503);
      var answer = me(own, token);
      assertEquals(false, problem(answer, 503, "unavailable").getBoolean("executed"));
      assertEquals("1", header(answer, "Retry-After"));
      assertEquals(200, own.send(own.request("/api/channels").GET()).statusCode());
      assertEquals(503, own.send(own.request("/health/ready").GET()).statusCode());

      own.on(GetRevocations.class, _ -> new Revocations(List.of(), Instant.now()));
      Await.until("it knows again", () -> me(own, token).statusCode() == 200);
      own.untilReady();
    }
  }

  @Test
  void isNotReadyBeforeItKnowsTheKeys() {
    var down = new FaultException(Fault.DEPENDENCY, "down");
    try (var own =
        ScriptedShop.starting(
            UnaryOperator.identity(),
            shop -> shop.become(GetKeys.class, Future.failedFuture(down)))) {
      var ready = own.send(own.request("/health/ready").GET());
      assertEquals(503, ready.statusCode(), ready.body());
      assertEquals(200, own.send(own.request("/health/live").GET()).statusCode());
      problem(me(own, own.token(Role.ROLE_USER)), 503, "unavailable");

      own.on(GetKeys.class, _ -> new IdentityApi.KeySet(own.keys().publicOnly().toJson()));

      own.untilReady();
      assertEquals(200, own.send(own.request("/health/ready").GET()).statusCode());
    }
  }

  @Test
  void keepsThePasswordOutOfWhatItShows() {
    var secret = "correct horse battery";
    shop.on(IdentityApi.LogIn.class, _ -> new IdentityApi.InvalidCredentials());
    var answer =
        shop.send(
            shop.request("/auth/login")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"mina@example.com\",\"password\":\"%s\"}".formatted(secret))));
    problem(answer, 401, "invalid-credentials");
    assertNotEquals(-1, answer.body().indexOf("invalid-credentials"));
    assertEquals(-1, answer.body().indexOf(secret));
    assertEquals(Set.of(), shop.lastAsked(IdentityApi.LogIn.class).caller().roles());
  }
}
