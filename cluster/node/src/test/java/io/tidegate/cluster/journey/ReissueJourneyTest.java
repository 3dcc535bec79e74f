package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An access token runs out, and the login goes on. */
@Journey
final class ReissueJourneyTest {

  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);

  /** The tokens of this shop live shortly; clocks may differ by a few seconds. */
  private static final Duration EXPIRED_WITHIN = Duration.ofSeconds(30);

  private final Shop shop;

  ReissueJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void givesANewPairForAnExpiredToken() {
    var pair = logIn(shop.newMember());
    awaitExpired(pair);

    var renewed = reissue(pair).is(200);

    assertNotEquals(pair.text("/accessToken"), renewed.text("/accessToken"));
    assertNotEquals(pair.text("/refreshToken"), renewed.text("/refreshToken"));
    withToken(renewed).get("/api/member/me").is(200);
  }

  @Test
  void endsTheLoginWhenASpentRefreshTokenIsUsed() {
    var member = shop.newMember();
    var pair = logIn(member);
    var renewed = reissue(pair).is(200);

    reissue(pair).isProblem(401, "refresh-token-reused");

    Await.until(
        "the whole login is refused",
        REVOKED_WITHIN,
        () -> withToken(renewed).get("/api/member/me").status() == 401);
    reissue(renewed).is(401);
    // Another login of the same member is not meant.
    withToken(logIn(member)).get("/api/member/me").is(200);
  }

  @Test
  void refusesTokensOfTwoLogins() {
    var one = logIn(shop.newMember());
    var other = logIn(shop.newMember());
    var mixed =
        Map.of(
            "accessToken", one.text("/accessToken"), "refreshToken", other.text("/refreshToken"));
    shop.anyone().post("/auth/reissue", mixed).is(401);
  }

  @Test
  void refusesTokensThatTheShopNeverGave() {
    var pair = logIn(shop.newMember());
    var invented = Map.of("accessToken", pair.text("/accessToken"), "refreshToken", "invented");
    shop.anyone().post("/auth/reissue", invented).is(401);
    var nonsense = Map.of("accessToken", "a.b.c", "refreshToken", pair.text("/refreshToken"));
    shop.anyone().post("/auth/reissue", nonsense).is(401);
  }

  @Test
  void refusesToRenewALoginThatWasEnded() {
    var pair = logIn(shop.newMember());
    withToken(pair).post("/auth/logout", null).is(204);
    reissue(pair).is(401);
  }

  private void awaitExpired(Answer pair) {
    Await.until(
        "the access token has run out",
        EXPIRED_WITHIN,
        () -> withToken(pair).get("/api/member/me").status() == 401);
    withToken(pair).get("/api/member/me").isProblem(401, "token-expired");
  }

  private Answer logIn(Member member) {
    var credentials = Shop.credentials(member.email(), member.password());
    return shop.anyone().post("/auth/login", credentials).is(200);
  }

  private Answer reissue(Answer pair) {
    var tokens =
        Map.of(
            "accessToken", pair.text("/accessToken"), "refreshToken", pair.text("/refreshToken"));
    return shop.anyone().post("/auth/reissue", tokens);
  }

  private Visitor withToken(Answer pair) {
    return Visitor.withToken(shop.url(), pair.text("/accessToken"));
  }
}
