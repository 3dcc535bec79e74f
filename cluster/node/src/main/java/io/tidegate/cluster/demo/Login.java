package io.tidegate.cluster.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A member who is logged in and stays so: renews the access token before it runs out. */
final class Login {

  private static final long RENEW_BEFORE_MS_MAX = 30_000;

  private final ShopClient shop;
  private final String email;
  private final String password;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Tokens tokens;

  private record Tokens(String access, String refresh, long renewAtMs) {}

  private Login(ShopClient shop, String email, String password) {
    this.shop = shop;
    this.email = email;
    this.password = password;
  }

  /** Logs in; a {@link DemoException} where the shop does not want that. */
  static Login start(ShopClient shop, int node, String email, String password)
      throws InterruptedException {
    var login = new Login(shop, email, password);
    login.tokens = login.logIn(node);
    return login;
  }

  /** An access token that is still good. */
  String bearer() throws InterruptedException {
    var now = tokens;
    if (System.currentTimeMillis() < now.renewAtMs()) {
      return now.access();
    }
    renewing.lockInterruptibly();
    try {
      if (System.currentTimeMillis() >= tokens.renewAtMs()) {
        tokens = renew(tokens);
      }
      return tokens.access();
    } finally {
      renewing.unlock();
    }
  }

  private Tokens renew(Tokens spent) throws InterruptedException {
    var call =
        Call.post(
            "/auth/reissue",
            Map.of("accessToken", spent.access(), "refreshToken", spent.refresh()));
    var reply = shop.ask(0, call);
    // An answer that was lost on the way leaves us with a spent token, which ends the login.
    return reply.status() == 401 ? logIn(0) : tokens(reply.expect(200, call).body());
  }

  private Tokens logIn(int node) throws InterruptedException {
    var call = Call.post("/auth/login", Map.of("email", email, "password", password));
    return tokens(shop.ask(node, call).expect(200, call).body());
  }

  private static Tokens tokens(JsonNode pair) {
    var now = System.currentTimeMillis();
    var expires = pair.path("accessTokenExpiresIn").asLong();
    var margin = Math.min(RENEW_BEFORE_MS_MAX, (expires - now) / 4);
    return new Tokens(
        pair.path("accessToken").asText(), pair.path("refreshToken").asText(), expires - margin);
  }
}
