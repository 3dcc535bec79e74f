package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Role;
import io.tidegate.contracts.catalog.CatalogApi.ChannelPage;
import io.tidegate.contracts.catalog.CatalogApi.ListChannels;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another site makes a member's browser send is worth nothing here (F44). */
class CrossSiteTest {

  private static final String ELSEWHERE = "https://elsewhere.example";

  private static ScriptedShop shop;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    shop.on(ListChannels.class, _ -> new ChannelPage(List.of(), null));
    shop.on(LogIn.class, _ -> new InvalidCredentials());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void believesNoCookie() {
    var token = shop.token(Role.ROLE_ADMIN);
    var cookies = "token=%s; access_token=%s; Authorization=Bearer %s; __Host-tg_sid=%s";
    var request =
        shop.request("/api/member/me").header("Cookie", cookies.replace("%s", token)).GET();
    problem(shop.send(request), 401, "unauthenticated");
  }

  @Test
  void setsNoCookie() {
    var credentials = "{\"email\": \"a@b.cd\", \"password\": \"xxxxxxxx\"}";
    var logIn =
        shop.request("/auth/login")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(credentials));
    for (var answer :
        List.of(
            shop.send(logIn),
            shop.send(shop.request("/").GET()),
            shop.send(shop.request("/docs").GET()),
            shop.send(shop.request("/api/channels").GET()))) {
      assertEquals(List.of(), answer.headers().allValues("Set-Cookie"));
    }
  }

  @Test
  void letsNoOtherSiteReadOrAsk() {
    var read = shop.send(shop.request("/api/channels").header("Origin", ELSEWHERE).GET());
    assertEquals(200, read.statusCode());
    assertEquals(List.of(), read.headers().allValues("Access-Control-Allow-Origin"));
    var preflight =
        shop.request("/api/orders")
            .header("Origin", ELSEWHERE)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization");
    var asked = shop.send(preflight.method("OPTIONS", BodyPublishers.noBody()));
    problem(asked, 405, "method-not-allowed");
    assertEquals(List.of(), asked.headers().allValues("Access-Control-Allow-Origin"));
  }

  @Test
  void hasTheHeadersThatKeepPagesApart() {
    var answer = shop.send(shop.request("/api/orders").GET());
    assertEquals(401, answer.statusCode());
    assertEquals(
        Map.of(
            "cache-control", "no-store",
            "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
            "content-type", "application/problem+json",
            "referrer-policy", "no-referrer",
            "www-authenticate", "Bearer",
            "x-content-type-options", "nosniff"),
        fixed(answer));
  }

  /** All headers but those that are different each time. */
  private static Map<String, String> fixed(HttpResponse<String> answer) {
    var headers = new TreeMap<String, String>();
    answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    headers.keySet().removeAll(List.of("content-length", "traceparent", "x-request-id"));
    return headers;
  }
}
