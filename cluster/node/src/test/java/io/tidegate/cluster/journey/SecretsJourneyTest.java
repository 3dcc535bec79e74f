package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a member shows to the shop is not shown to who reads its logs and metrics (F45). */
@Journey
final class SecretsJourneyTest {

  private final Shop shop;

  /** Each under the name that a failure tells, as the secret itself must not be told again. */
  private final Map<String, String> secrets = new TreeMap<>();

  SecretsJourneyTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void keepsWhatMembersShowOutOfLogsAndMetrics() throws IOException {
    goThroughTheShop();

    var places = new LinkedHashMap<String, String>();
    try (var files = Files.list(Path.of(shop.dataFolder()).resolve("logs"))) {
      for (var file : files.toList()) {
        places.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertFalse(places.getOrDefault("node-1.log", "").isEmpty(), places.keySet()::toString);
    places.put("metrics", String.join("\n", shop.metrics().lines()));
    assertFalse(places.get("metrics").isEmpty());
    var told = new TreeSet<String>();
    places.forEach(
        (place, text) ->
            secrets.forEach(
                (name, secret) -> {
                  if (text.contains(secret)) {
                    told.add(name + " in " + place);
                  }
                }));
    assertEquals(new TreeSet<String>(), told);
  }

  /** What a member does in a shop, well and badly. */
  private void goThroughTheShop() {
    var password = secret("password");
    var email = secret("email") + "@example.com";
    var credentials = Shop.credentials(email, password);
    var anyone = shop.anyone();
    anyone.post("/auth/signup", credentials).is(201);
    anyone.post("/auth/signup", credentials).is(409);
    anyone.post("/auth/login", Shop.credentials(email, secret("wrong password"))).is(401);
    anyone.post("/auth/login", Cart.with(Map.copyOf(credentials), secret("field"), 1)).is(400);
    anyone.post("/auth/login", "{\"password\": \"" + secret("broken body")).is(400);

    var first = shown(anyone.post("/auth/login", credentials).is(200), "first");
    var member = Visitor.withToken(shop.url(), first.get("accessToken"));
    order(member);
    var second = shown(anyone.post("/auth/reissue", first).is(200), "second");
    // Used twice: the whole login ends.
    anyone.post("/auth/reissue", first).is(401);
    anyone.post("/auth/reissue", second).is(401);
    member.get("/api/member/me").is(401);
    var third = shown(anyone.post("/auth/login", credentials).is(200), "third");
    Visitor.withToken(shop.url(), third.get("accessToken")).post("/auth/logout", null).is(204);

    Visitor.withToken(shop.url(), secret("no token")).get("/api/member/me").is(401);
    var forged = third.get("accessToken") + secret("forgery");
    Visitor.withToken(shop.url(), forged).get("/api/member/me").is(401);
    var basic =
        Base64.getEncoder()
            .encodeToString((email + ':' + password).getBytes(StandardCharsets.UTF_8));
    secrets.put("basic credentials", basic);
    anyone.get("/api/member/me", "Authorization", "Basic " + basic).is(401);
    anyone.get("/api/member/me", "Cookie", "session=" + secret("cookie")).is(401);
    anyone.get("/api/member/me?access_token=" + secret("query")).is(401);
  }

  private void order(Visitor member) {
    var cart = Cart.of(shop.product(1), 1);
    var address =
        Map.of(
            "recipient",
            secret("recipient"),
            "line1",
            secret("street"),
            "city",
            "Seoul",
            "postalCode",
            "04524",
            "country",
            "KR");
    var order = Cart.with(cart, "deliveryAddress", address);
    assertFalse(member.post("/api/orders", order, secret("key")).text("/orderId").isEmpty());
    member.post("/api/orders", Cart.with(order, "channel", secret("channel"))).is(400);
    member.post("/api/orders", Cart.with(order, "channel", "NOWHERE")).is(400);
  }

  /** Both tokens of a login, which are secrets from now on. */
  private Map<String, String> shown(Answer pair, String login) {
    var tokens =
        Map.of(
            "accessToken", pair.text("/accessToken"), "refreshToken", pair.text("/refreshToken"));
    tokens.forEach((kind, token) -> secrets.put(login + ' ' + kind, token));
    // Whoever has the end of a token may guess its beginning.
    var access = tokens.get("accessToken");
    secrets.put(login + " signature", access.substring(access.lastIndexOf('.') + 1));
    return tokens;
  }

  private String secret(String name) {
    var secret = "canary-" + UUID.randomUUID();
    secrets.put(name, secret);
    return secret;
  }
}
