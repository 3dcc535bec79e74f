package io.tidegate.platform.guard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signs and verifies JSON Web Tokens (RFC 7519) of one issuer, audience and algorithm.
 *
 * <p>It closes what vertx-auth-jwt leaves open: a provider without keys would accept unsigned
 * tokens, so there must be a key; a token must have three parts, our algorithm, a {@code kid} of
 * ours, one spelling (a signature with octets to spare would be taken for the one it begins with),
 * and {@code exp}, {@code iat}, {@code iss} and {@code aud}; and there is one signing key, as among
 * several the library picks by chance. Any thread; verifying takes the caller's CPU.
 */
public final class Jwt {

  private static final int SECONDS_OF_LEEWAY = 5;
  private static final int TOKEN_LENGTH_MAX = 4_096;

  /** How long a signature is (RFC 7518 §3.2, §3.4), by the algorithms that are in use here. */
  private static final Map<String, Integer> SIGNATURE_OCTETS = Map.of("HS256", 32, "ES256", 64);

  private final JWTAuth signer;
  private final JWTAuth verifier;
  private final JWTAuth timelessVerifier;
  private final String algorithm;
  private final Set<String> keyIds;
  private final String issuer;
  private final String audience;

  private Jwt(
      Vertx vertx,
      JsonObject signingKey,
      List<JsonObject> verifyingKeys,
      String issuer,
      String audience) {
    if (verifyingKeys.isEmpty()) {
      throw new IllegalArgumentException("there must be a key to verify tokens with");
    }
    this.algorithm = verifyingKeys.getFirst().getString("alg");
    if (!SIGNATURE_OCTETS.containsKey(algorithm)) {
      throw new IllegalArgumentException("no keys for " + algorithm + " are in use here");
    }
    this.keyIds =
        verifyingKeys.stream()
            .map(key -> key.getString("kid"))
            .collect(Collectors.toUnmodifiableSet());
    this.issuer = issuer;
    this.audience = audience;
    this.signer =
        signingKey == null
            ? null
            : JWTAuth.create(vertx, new JWTAuthOptions().addJwk(signingKey.copy()));
    this.verifier = JWTAuth.create(vertx, verifying(verifyingKeys, issuer, audience));
    var timeless = verifying(verifyingKeys, issuer, audience);
    timeless.getJWTOptions().setIgnoreExpiration(true);
    this.timelessVerifier = JWTAuth.create(vertx, timeless);
  }

  /**
   * For who signs and verifies.
   *
   * @param keys JSON Web Keys (RFC 7517) with {@code kid} and {@code alg}; the first one signs
   */
  public static Jwt signing(Vertx vertx, List<JsonObject> keys, String issuer, String audience) {
    return new Jwt(vertx, keys.getFirst(), keys, issuer, audience);
  }

  /** For who only verifies, with public keys. */
  public static Jwt verifying(Vertx vertx, List<JsonObject> keys, String issuer, String audience) {
    return new Jwt(vertx, null, keys, issuer, audience);
  }

  /** A token with these claims, {@code iss}, {@code aud}, {@code iat} and {@code exp} added. */
  public String sign(JsonObject claims, Duration lifetime) {
    return signed(claims, options().setExpiresInSeconds(Math.toIntExact(lifetime.toSeconds())));
  }

  /**
   * A token that is good from one moment until another, in whole seconds: with these claims, {@code
   * iss}, {@code aud}, {@code iat}, {@code nbf} and {@code exp} added.
   */
  public String sign(JsonObject claims, Instant from, Instant until) {
    var timed =
        claims
            .copy()
            .put("iat", from.getEpochSecond())
            .put("nbf", from.getEpochSecond())
            .put("exp", until.getEpochSecond());
    return signed(timed, options().setNoTimestamp(true));
  }

  /** The claims of a good token; fails with {@link TokenException} otherwise. */
  public Future<JsonObject> verify(String token) {
    return verified(token, verifier);
  }

  /**
   * The claims of a token that was good once, if it is not any more; fails with {@link
   * TokenException} where it never was. It proves who it was made for, and lets nobody in.
   */
  public Future<JsonObject> verifyIgnoringExpiry(String token) {
    return verified(token, timelessVerifier);
  }

  /** Whether the token names a key that is not known here: it may be newer than our keys. */
  public boolean namesUnknownKey(String token) {
    var header = part(token, 0);
    return header != null
        && header.getValue("kid") instanceof String keyId
        && !keyIds.contains(keyId);
  }

  private String signed(JsonObject claims, JWTOptions options) {
    if (signer == null) {
      throw new IllegalStateException("this one only verifies");
    }
    return signer.generateToken(claims, options);
  }

  private JWTOptions options() {
    return new JWTOptions()
        .setAlgorithm(algorithm)
        .setIssuer(issuer)
        .setAudience(List.of(audience));
  }

  private Future<JsonObject> verified(String token, JWTAuth by) {
    if (!isOurs(token)) {
      return Future.failedFuture(new TokenException(TokenException.Kind.INVALID));
    }
    return by.authenticate(new TokenCredentials(token))
        .map(user -> user.attributes().getJsonObject("accessToken"))
        .recover(_ -> Future.failedFuture(new TokenException(kind(token))))
        .compose(Jwt::whole);
  }

  private boolean isOurs(String token) {
    if (token.length() > TOKEN_LENGTH_MAX || token.chars().filter(c -> c == '.').count() != 2) {
      return false;
    }
    var header = part(token, 0);
    return header != null
        && algorithm.equals(header.getValue("alg"))
        && header.getValue("kid") instanceof String keyId
        && keyIds.contains(keyId)
        && hasOneSpelling(token.substring(token.lastIndexOf('.') + 1));
  }

  private boolean hasOneSpelling(String signature) {
    try {
      var octets = Base64.getUrlDecoder().decode(signature);
      return octets.length == SIGNATURE_OCTETS.get(algorithm)
          && Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(signature);
    } catch (IllegalArgumentException _) {
      // Not base64: whoever made it, it was not us.
      return false;
    }
  }

  /** Called for refused tokens only, to tell an old token from a wrong one. */
  private TokenException.Kind kind(String token) {
    var claims = part(token, 1);
    var now = System.currentTimeMillis() / 1000;
    return claims != null
            && claims.getValue("exp") instanceof Number exp
            && exp.longValue() + SECONDS_OF_LEEWAY <= now
        ? TokenException.Kind.EXPIRED
        : TokenException.Kind.INVALID;
  }

  private static Future<JsonObject> whole(JsonObject claims) {
    return claims.getValue("exp") instanceof Number
            && claims.getValue("iat") instanceof Number
            && claims.getValue("sub") instanceof String
        ? Future.succeededFuture(claims)
        : Future.failedFuture(new TokenException(TokenException.Kind.INVALID));
  }

  private static JWTAuthOptions verifying(List<JsonObject> keys, String issuer, String audience) {
    return new JWTAuthOptions()
        .setJwks(keys.stream().map(JsonObject::copy).toList())
        .setJWTOptions(
            new JWTOptions()
                .setIssuer(issuer)
                .setAudience(List.of(audience))
                .setLeeway(SECONDS_OF_LEEWAY));
  }

  private static JsonObject part(String token, int index) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      var decoded = Base64.getUrlDecoder().decode(parts[index]);
      return new JsonObject(new String(decoded, StandardCharsets.UTF_8));
    } catch (RuntimeException _) {
      // Not base64 or not a JSON object: whoever made it, it was not us.
      return null;
    }
  }
}
