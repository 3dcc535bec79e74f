package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

  private static final Caller MINA =
      new Caller(
          UUID.randomUUID().toString(),
          Set.of(Role.ROLE_USER, Role.ROLE_ADMIN),
          new SessionId(UUID.randomUUID()));
  private static final JwkSet KEYS = JwkSet.generate();

  private static Vertx vertx;
  private static AccessTokens tokens;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    tokens = AccessTokens.signing(vertx, KEYS, "tidegate", "tidegate-api");
  }

  @AfterAll
  static void stop() throws Exception {
    result(vertx.close());
  }

  @Test
  void knowsWhomItWasMadeFor() throws Exception {
    assertEquals(MINA, result(gateway(KEYS).verify(good())));
  }

  @Test
  void saysWhatTheContractSaysOfItAndNothingElse() {
    var claims = part(good(), 1);

    assertEquals(
        Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "auth"),
        claims.fieldNames());
    assertEquals("tidegate", claims.getString("iss"));
    assertEquals(MINA.subject(), claims.getString("sub"));
    assertEquals("ROLE_USER,ROLE_ADMIN", claims.getString("auth"));
    assertEquals(600, claims.getLong("exp") - claims.getLong("iat"));
    assertEquals(claims.getLong("iat"), claims.getLong("nbf"));
  }

  @Test
  void namesItsKeyAndItsAlgorithm() {
    var header = part(good(), 0);

    assertEquals("ES256", header.getString("alg"));
    assertEquals("JwkSet[" + header.getString("kid") + "]", KEYS.toString());
  }

  @Test
  void refusesAnExpiredOneAsExpired() {
    var now = Instant.now();
    var expired = signed(now.minusSeconds(60), now.minusSeconds(10));

    assertEquals(TokenException.Kind.EXPIRED, refusal(tokens.verify(expired)));
  }

  @Test
  void knowsWhomAnExpiredOneWasMadeFor() throws Exception {
    var now = Instant.now();
    var expired = signed(now.minusSeconds(6_000), now.minusSeconds(5_000));

    assertEquals(MINA, result(tokens.verifyIgnoringExpiry(expired)));
  }

  @Test
  void refusesAForgedOneEvenWhereExpiryIsIgnored() {
    var parts = good().split("\\.", -1);
    var claims = part(good(), 1).put("auth", "ROLE_OPS").encode();
    var forged = parts[0] + '.' + encoded(claims) + '.' + parts[2];

    assertEquals(TokenException.Kind.INVALID, refusal(tokens.verify(forged)));
    assertEquals(TokenException.Kind.INVALID, refusal(tokens.verifyIgnoringExpiry(forged)));
  }

  @Test
  void refusesAnUnsignedOne() {
    var parts = good().split("\\.", -1);
    var header = encoded(part(good(), 0).put("alg", "none").encode());

    assertEquals(
        TokenException.Kind.INVALID,
        refusal(tokens.verifyIgnoringExpiry(header + '.' + parts[1] + '.')));
    assertEquals(
        TokenException.Kind.INVALID,
        refusal(tokens.verifyIgnoringExpiry(parts[0] + '.' + parts[1] + '.')));
    assertEquals(
        TokenException.Kind.INVALID,
        refusal(tokens.verifyIgnoringExpiry(parts[0] + '.' + parts[1])));
  }

  @Test
  void refusesOneForAnotherAudience() {
    var others = AccessTokens.signing(vertx, KEYS, "tidegate", "someone-else");
    var now = Instant.now();
    var theirs = others.sign(MINA, UUID.randomUUID(), now, now.plusSeconds(60));

    assertEquals(TokenException.Kind.INVALID, refusal(tokens.verify(theirs)));
    assertEquals(TokenException.Kind.INVALID, refusal(tokens.verifyIgnoringExpiry(theirs)));
  }

  @Test
  void verifiesWithEveryKeyAndSignsWithTheFirst() throws Exception {
    var newer = JwkSet.generate();
    var both = JwkSet.parse(joined(newer, KEYS));
    var rotated = AccessTokens.signing(vertx, both, "tidegate", "tidegate-api");
    var now = Instant.now();
    var token = rotated.sign(MINA, UUID.randomUUID(), now, now.plusSeconds(60));

    assertEquals("JwkSet[" + part(token, 0).getString("kid") + "]", newer.toString());
    assertEquals(MINA, result(rotated.verify(good())));
    assertEquals(MINA, result(gateway(both).verify(token)));
    assertTrue(gateway(KEYS).namesUnknownKey(token));
    assertFalse(gateway(both).namesUnknownKey(token));
  }

  @Test
  void signsOnlyWithAPrivateKey() {
    var published = KEYS.publicOnly();

    assertThrows(
        IllegalArgumentException.class,
        () -> AccessTokens.signing(vertx, published, "tidegate", "tidegate-api"));
  }

  private static AccessTokens gateway(JwkSet keys) {
    return AccessTokens.verifying(vertx, keys, "tidegate", "tidegate-api");
  }

  private static String good() {
    var now = Instant.now();
    return signed(now, now.plusSeconds(600));
  }

  private static String signed(Instant from, Instant until) {
    return tokens.sign(MINA, UUID.randomUUID(), from, until);
  }

  private static String joined(JwkSet first, JwkSet second) {
    var keys = new JsonArray();
    first.keys().forEach(keys::add);
    second.keys().forEach(keys::add);
    return new JsonObject().put("keys", keys).encode();
  }

  private static JsonObject part(String token, int index) {
    return new JsonObject(
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static TokenException.Kind refusal(Future<Caller> verified) {
    return assertThrows(TokenException.class, () -> result(verified)).kind();
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
