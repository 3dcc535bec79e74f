package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sign up; log in; be let in where one may. */
@Journey
final class LoginJourneyTest {

  /** The contract's time for an ended login to be refused on every node. */
  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);

  private final Shop shop;

  LoginJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void letsSomebodyInWhoSignedUp() {
    var credentials = Shop.credentials(newEmail(), "correct horse battery");
    var signedUp = shop.anyone().post("/auth/signup", credentials).is(201);
    assertEquals(credentials.get("email"), signedUp.text("/email"));

    var pair = logIn(credentials);
    assertEquals("Bearer", pair.text("/grantType"));
    assertTrue(pair.number("/accessTokenExpiresIn") > System.currentTimeMillis());

    var me = withToken(pair).get("/api/member/me").is(200);
    assertEquals(credentials.get("email"), me.text("/email"));
    assertEquals("[\"ROLE_USER\"]", me.body().path("roles").toString());
    assertEquals(me.text("/memberId"), UUID.fromString(me.text("/memberId")).toString());
  }

  @Test
  void refusesASecondMemberWithTheSameAddress() {
    var member = shop.newMember();
    var again = Shop.credentials(member.email(), "another password");
    shop.anyone().post("/auth/signup", again).isProblem(409, "email-taken");
  }

  @Test
  void refusesAWrongPasswordLikeAnUnknownAddress() {
    var member = shop.newMember();
    var wrong =
        shop.anyone()
            .post("/auth/login", Shop.credentials(member.email(), "not this one"))
            .isProblem(401, "invalid-credentials");
    var unknown =
        shop.anyone()
            .post("/auth/login", Shop.credentials(newEmail(), "not this one"))
            .isProblem(401, "invalid-credentials");
    assertEquals(wrong.text("/title"), unknown.text("/title"));
    assertEquals(wrong.text("/detail"), unknown.text("/detail"));
  }

  @Test
  void asksForATokenAtAProtectedUrl() {
    var answer = shop.anyone().get("/api/member/me").isProblem(401, "unauthenticated");
    assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer"));
  }

  @Test
  void refusesAForgedToken() {
    var pair = logIn(shop.newMember());
    var parts = pair.text("/accessToken").split("\\.", 3);
    var forged = parts[0] + '.' + encoded(claims(pair).replace("ROLE_USER", "ROLE_ADMIN"));
    Visitor.withToken(shop.url(), forged + '.' + parts[2])
        .get("/api/admin/orders")
        .isProblem(401, "unauthenticated");
    Visitor.withToken(shop.url(), "nonsense")
        .get("/api/member/me")
        .isProblem(401, "unauthenticated");
  }

  @Test
  void keepsMembersOutOfTheAdminsRoom() {
    shop.newMember().get("/api/admin/orders").isProblem(403, "forbidden");
    shop.operator().get("/api/admin/orders").isProblem(403, "forbidden");
    shop.admin().get("/api/admin/orders").is(200);
  }

  @Test
  void keepsPersonalDataOutOfTheToken() {
    var member = shop.newMember();
    var claims = Json.tree(claims(logIn(member)));
    var names = new TreeSet<String>();
    claims.fieldNames().forEachRemaining(names::add);
    assertEquals(Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "auth"), names);
    assertEquals("ROLE_USER", claims.path("auth").asText());
    assertFalse(claims.toString().contains(member.email()));
  }

  @Test
  void publishesTheKeyThatTokensAreSignedWith() {
    var header = decoded(logIn(shop.newMember()).text("/accessToken").split("\\.", 3)[0]);
    var keys = shop.anyone().get("/.well-known/jwks.json").is(200).body().path("keys");
    assertTrue(keys.findValuesAsText("kid").contains(Json.tree(header).path("kid").asText()));
    assertTrue(keys.findValues("d").isEmpty(), "a private key is published");
  }

  @Test
  void endsALoginOnLogout() {
    var member = shop.newMember();
    var ended = withToken(logIn(member));
    ended.post("/auth/logout", null).is(204);
    awaitRevoked(ended);
    member.get("/api/member/me").is(200);
  }

  @Test
  void endsEveryLoginOnLogoutAll() {
    var member = shop.newMember();
    var one = withToken(logIn(member));
    var other = withToken(logIn(member));
    one.post("/auth/logout-all", null).is(204);
    awaitRevoked(one);
    awaitRevoked(other);
    logIn(member);
  }

  @Test
  void showsMembersTheirLoginsToEndOneOfThem() {
    var member = shop.newMember();
    var other = logIn(member);
    var sid = Json.tree(claims(other)).path("sid").asText();

    var sessions = member.get("/api/member/sessions").is(200).body().path("items");
    assertEquals(2, sessions.size());
    assertTrue(sessions.findValuesAsText("sid").contains(sid));

    shop.newMember().visitor().delete("/api/member/sessions/" + sid).isProblem(404, "not-found");
    member.visitor().delete("/api/member/sessions/" + sid).is(204);
    awaitRevoked(withToken(other));
    member.get("/api/member/me").is(200);
  }

  @Test
  void showsMembersThemselvesAndNobodyElse() {
    var member = shop.newMember();
    var other = shop.newMember();
    var path = "/api/member/" + member.email();
    assertEquals(member.email(), member.get(path).is(200).text("/email"));
    assertEquals(member.email(), shop.admin().get(path).is(200).text("/email"));
    other.get(path).isProblem(404, "not-found");
    other.get("/api/member/" + newEmail()).isProblem(404, "not-found");
  }

  @Test
  void locksADisabledMemberOutUntilEnabled() {
    var member = shop.newMember();
    var token = withToken(logIn(member));
    var id = member.get("/api/member/me").is(200).text("/memberId");

    shop.admin().post("/api/admin/members/" + id + "/disable", null).is(204);
    awaitRevoked(token);
    var credentials = Shop.credentials(member.email(), member.password());
    shop.anyone().post("/auth/login", credentials).is(401);

    shop.admin().post("/api/admin/members/" + id + "/enable", null).is(204);
    logIn(member);
  }

  private void awaitRevoked(Visitor visitor) {
    Await.until(
        "the ended login is refused",
        REVOKED_WITHIN,
        () -> visitor.get("/api/member/me").text("/type").endsWith(":token-revoked"));
    visitor.get("/api/member/me").isProblem(401, "token-revoked");
  }

  private Answer logIn(Member member) {
    return logIn(Shop.credentials(member.email(), member.password()));
  }

  private Answer logIn(Map<String, String> credentials) {
    return shop.anyone().post("/auth/login", credentials).is(200);
  }

  private Visitor withToken(Answer pair) {
    return Visitor.withToken(shop.url(), pair.text("/accessToken"));
  }

  private static String claims(Answer pair) {
    return decoded(pair.text("/accessToken").split("\\.", 3)[1]);
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String newEmail() {
    return "m-" + UUID.randomUUID() + "@example.com";
  }
}
