package io.tidegate.loadtests.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.loadtests.gatling.Shop.Call;
import java.util.Map;

/** Somebody with an account, who is logged in. Passwords and tokens do not print. */
final class Member {

  private final String email;
  private final String password;
  private volatile Login login;

  private record Login(String bearer, long expiresAtMs) {}

  private Member(String email, String password) {
    this.email = email;
    this.password = password;
  }

  /** Somebody new. */
  static Member signUp(Shop shop, String email, String password) throws InterruptedException {
    var member = new Member(email, password);
    var reply = shop.ask(Call.post("/auth/signup", null, null, member.credentials()));
    // An earlier try whose answer was lost has done it; another run has other addresses.
    if (reply.status() != 201 && !reply.problem().equals("email-taken")) {
      throw new LoadException("Nobody can sign up: " + reply.body());
    }
    member.logIn(shop);
    return member;
  }

  /** Somebody whom the shop knows. */
  static Member known(Shop shop, String email, String password) throws InterruptedException {
    var member = new Member(email, password);
    member.logIn(shop);
    return member;
  }

  /** Logs in again where the token would run out within that time. */
  void stay(Shop shop, long marginMs) throws InterruptedException {
    if (System.currentTimeMillis() > login.expiresAtMs() - marginMs) {
      logIn(shop);
    }
  }

  String bearer() {
    return login.bearer();
  }

  Map<String, String> credentials() {
    return Map.of("email", email, "password", password);
  }

  private void logIn(Shop shop) throws InterruptedException {
    login = login(shop.expect(200, Call.post("/auth/login", null, null, credentials())));
  }

  private static Login login(JsonNode pair) {
    return new Login(pair.path("accessToken").asText(), pair.path("accessTokenExpiresIn").asLong());
  }

  @Override
  public String toString() {
    return email;
  }
}
