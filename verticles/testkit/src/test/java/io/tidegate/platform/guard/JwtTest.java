package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The attacks of RFC 8725, and what vertx-auth-jwt leaves to its caller. */
class JwtTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Vertx VERTX = Vertx.vertx();
  private static final KeyPair PAIR = keyPair();
  private static final KeyPair OTHER_PAIR = keyPair();

  private final Jwt issuer = Jwt.signing(VERTX, List.of(key(PAIR, "k1", true)), "shop", "shop-api");
  private final Jwt verifier =
      Jwt.verifying(VERTX, List.of(key(PAIR, "k1", false)), "shop", "shop-api");

  @AfterAll
  static void close() {
    Await.result(VERTX.close());
  }

  @Test
  void verifiesWhatWasSigned() {
    var token = issuer.sign(new JsonObject().put("sub", "m1").put("auth", "ROLE_USER"), MINUTE);

    var claims = Await.result(verifier.verify(token));

    assertEquals("m1", claims.getString("sub"));
    assertEquals("ROLE_USER", claims.getString("auth"));
    assertEquals("shop", claims.getString("iss"));
    assertEquals(60, claims.getLong("exp") - claims.getLong("iat"));
  }

  @Test
  void namesTheKeyAndTheAlgorithmInTheHeader() {
    var header = header(issuer.sign(new JsonObject().put("sub", "m1"), MINUTE));

    assertEquals("k1", header.getString("kid"));
    assertEquals("ES256", header.getString("alg"));
  }

  @Test
  void signsWithTheFirstKeyWhileItStillVerifiesTheOthers() {
    var before = issuer.sign(new JsonObject().put("sub", "m1"), MINUTE);
    var rotated =
        Jwt.signing(
            VERTX, List.of(key(OTHER_PAIR, "k2", true), key(PAIR, "k1", true)), "shop", "shop-api");

    for (var i = 0; i < 20; i++) {
      var after = rotated.sign(new JsonObject().put("sub", "m1"), MINUTE);
      assertEquals("k2", header(after).getString("kid"));
      Await.result(rotated.verify(after));
    }
    Await.result(rotated.verify(before));
  }

  @Test
  void refusesATokenWithoutSignature() {
    var token = issuer.sign(new JsonObject().put("sub", "m1"), MINUTE);
    var parts = token.split("\\.", -1);
    var none = encode(new JsonObject().put("alg", "none").put("typ", "JWT").put("kid", "k1"));

    refused(none + '.' + parts[1] + '.');
    refused(none + '.' + parts[1]);
    refused(parts[0] + '.' + parts[1]);
    refused(parts[0] + '.' + parts[1] + '.');
  }

  @Test
  void refusesAnotherSpellingOfAGoodSignature() {
    var token = issuer.sign(new JsonObject().put("sub", "m1"), MINUTE);
    Await.result(verifier.verify(token));

    refused(token + "x");
    refused(token + "AAAA");
    refused(token + "==");
    refused(token.substring(0, token.length() - 1));
    // 64 octets leave four bits of the last letter unused.
    var last = token.charAt(token.length() - 1);
    refused(token.substring(0, token.length() - 1) + (char) (last + 1));
  }

  @Test
  void refusesAMacMadeWithThePublicKey() {
    var publicKey = PAIR.getPublic().getEncoded();
    var secret =
        new JsonObject()
            .put("kty", "oct")
            .put("alg", "HS256")
            .put("kid", "k1")
            .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey));

    refused(signed(secret, "HS256", "shop", "shop-api", 60));
  }

  @Test
  void refusesAKeyThatItDoesNotKnow() {
    var token = signed(key(OTHER_PAIR, "k9", true), "ES256", "shop", "shop-api", 60);

    refused(token);
    assertTrue(verifier.namesUnknownKey(token));
    assertFalse(verifier.namesUnknownKey(issuer.sign(new JsonObject().put("sub", "m"), MINUTE)));
  }

  @Test
  void refusesAnotherKeyUnderAKnownName() {
    refused(signed(key(OTHER_PAIR, "k1", true), "ES256", "shop", "shop-api", 60));
  }

  @Test
  void refusesATokenThatNamesNoKey() {
    var nameless = key(PAIR, "k1", true);
    nameless.remove("kid");

    refused(signed(nameless, "ES256", "shop", "shop-api", 60));
  }

  @Test
  void refusesAnotherAudience() {
    refused(signed(key(PAIR, "k1", true), "ES256", "shop", "tidegate-bus", 60));
  }

  @Test
  void refusesAnotherIssuer() {
    refused(signed(key(PAIR, "k1", true), "ES256", "elsewhere", "shop-api", 60));
  }

  @Test
  void refusesATokenThatNeverExpires() {
    refused(signed(key(PAIR, "k1", true), "ES256", "shop", "shop-api", 0));
  }

  @Test
  void refusesATokenThatIsNobodys() {
    refused(issuer.sign(new JsonObject(), MINUTE));
  }

  @Test
  void tellsAnOldTokenFromAWrongOne() {
    var claims =
        new JsonObject()
            .put("sub", "m1")
            .put("iss", "shop")
            .put("aud", "shop-api")
            .put("exp", System.currentTimeMillis() / 1000 - 10);
    var old =
        JWTAuth.create(VERTX, new JWTAuthOptions().addJwk(key(PAIR, "k1", true)))
            .generateToken(claims, new JWTOptions().setAlgorithm("ES256"));

    assertEquals(TokenException.Kind.EXPIRED, refusal(old));
  }

  @Test
  void refusesAChangedClaim() {
    var parts = issuer.sign(new JsonObject().put("sub", "m1"), MINUTE).split("\\.", -1);
    var claims = new JsonObject(new String(decode(parts[1]), StandardCharsets.UTF_8));

    refused(parts[0] + '.' + encode(claims.put("sub", "m2")) + '.' + parts[2]);
  }

  @Test
  void refusesWhatIsNoTokenAtAll() {
    refused("");
    refused("..");
    refused("a.b.c");
    refused("{}.{}.{}");
    refused("x".repeat(5_000));
  }

  @Test
  void refusesToWorkWithoutKeys() {
    assertThrows(
        IllegalArgumentException.class, () -> Jwt.verifying(VERTX, List.of(), "shop", "shop-api"));
  }

  @Test
  void signsNothingWithoutAPrivateKey() {
    assertThrows(IllegalStateException.class, () -> verifier.sign(new JsonObject(), MINUTE));
  }

  private void refused(String token) {
    assertEquals(TokenException.Kind.INVALID, refusal(token), token);
  }

  private TokenException.Kind refusal(String token) {
    return assertInstanceOf(TokenException.class, Await.failure(verifier.verify(token))).kind();
  }

  private static String signed(
      JsonObject key, String algorithm, String issuer, String audience, int seconds) {
    return JWTAuth.create(VERTX, new JWTAuthOptions().addJwk(key))
        .generateToken(
            new JsonObject().put("sub", "m1"),
            new JWTOptions()
                .setAlgorithm(algorithm)
                .setIssuer(issuer)
                .setAudience(List.of(audience))
                .setExpiresInSeconds(seconds));
  }

  private static JsonObject key(KeyPair pair, String keyId, boolean withPrivate) {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    var key =
        new JsonObject()
            .put("kty", "EC")
            .put("crv", "P-256")
            .put("alg", "ES256")
            .put("use", "sig")
            .put("kid", keyId)
            .put("x", number(point.getAffineX()))
            .put("y", number(point.getAffineY()));
    return withPrivate ? key.put("d", number(((ECPrivateKey) pair.getPrivate()).getS())) : key;
  }

  private static String number(BigInteger value) {
    var octets = new byte[32];
    var bytes = value.toByteArray();
    var length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, octets, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static KeyPair keyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException cause) {
      throw new IllegalStateException(cause);
    }
  }

  private static JsonObject header(String token) {
    return new JsonObject(new String(decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8));
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private static String encode(JsonObject object) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(object.encode().getBytes(StandardCharsets.UTF_8));
  }
}
