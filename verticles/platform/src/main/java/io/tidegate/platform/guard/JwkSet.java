package io.tidegate.platform.guard;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/**
 * A JWK set (RFC 7517 §5) of keys for ES256, which is ECDSA on P-256 (RFC 7518 §3.4): the first one
 * signs, all of them verify. Immutable; it never shows a private part but through {@link #toJson}.
 */
public final class JwkSet {

  private static final int COORDINATE_BYTES = 32;

  private final List<JsonObject> keys;

  private JwkSet(List<JsonObject> keys) {
    this.keys = List.copyOf(keys);
  }

  /** One fresh key, named by its thumbprint (RFC 7638). */
  public static JwkSet generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      var point = ((ECPublicKey) pair.getPublic()).getW();
      var x = encoded(point.getAffineX());
      var y = encoded(point.getAffineY());
      var d = encoded(((ECPrivateKey) pair.getPrivate()).getS());
      return new JwkSet(List.of(key(thumbprint(x, y), x, y).put("d", d)));
    } catch (GeneralSecurityException cause) {
      throw new IllegalStateException("every JDK has P-256 and SHA-256", cause);
    }
  }

  /** Reads a set; {@link IllegalArgumentException} where a key is not one for ES256 with an id. */
  public static JwkSet parse(String json) {
    try {
      var array = new JsonObject(json).getJsonArray("keys", new JsonArray());
      var keys = new ArrayList<JsonObject>();
      for (var i = 0; i < array.size(); i++) {
        keys.add(checked(array.getJsonObject(i)));
      }
      var ids = new HashSet<String>();
      if (keys.isEmpty() || !keys.stream().allMatch(key -> ids.add(key.getString("kid")))) {
        throw new IllegalArgumentException("a JWK set has keys, each with an id of its own");
      }
      return new JwkSet(keys);
    } catch (ClassCastException | DecodeException cause) {
      // The cause may quote the text, and the text may hold a private key.
      throw new IllegalArgumentException("not a JWK set: " + cause.getClass().getSimpleName());
    }
  }

  /** The set with the public parts only. */
  public JwkSet publicOnly() {
    return new JwkSet(
        keys.stream()
            .map(key -> key(key.getString("kid"), key.getString("x"), key.getString("y")))
            .toList());
  }

  /** Whether the first key has its private part. */
  public boolean canSign() {
    return keys.getFirst().containsKey("d");
  }

  /** The JSON text, private parts included where the set has them. */
  public String toJson() {
    return new JsonObject().put("keys", new JsonArray(keys)).encode();
  }

  @Override
  public String toString() {
    return "JwkSet" + keys.stream().map(key -> key.getString("kid")).toList();
  }

  List<JsonObject> keys() {
    return keys;
  }

  private static JsonObject checked(JsonObject key) {
    var id = key.getString("kid", "");
    var isEs256 =
        "EC".equals(key.getString("kty"))
            && "P-256".equals(key.getString("crv"))
            && "ES256".equals(key.getString("alg", "ES256"))
            && !id.isEmpty()
            && isCoordinate(key.getString("x"))
            && isCoordinate(key.getString("y"));
    if (!isEs256) {
      throw new IllegalArgumentException("key '" + id + "' is not a P-256 key with kid, x and y");
    }
    var whole = key(id, key.getString("x"), key.getString("y"));
    if (key.containsKey("d")) {
      if (!isCoordinate(key.getString("d"))) {
        throw new IllegalArgumentException("the private part of key '" + id + "' is malformed");
      }
      whole.put("d", key.getString("d"));
    }
    return whole;
  }

  private static JsonObject key(String id, String x, String y) {
    return new JsonObject()
        .put("kty", "EC")
        .put("use", "sig")
        .put("alg", "ES256")
        .put("kid", id)
        .put("crv", "P-256")
        .put("x", x)
        .put("y", y);
  }

  private static boolean isCoordinate(String text) {
    try {
      return text != null && Base64.getUrlDecoder().decode(text).length == COORDINATE_BYTES;
    } catch (IllegalArgumentException _) {
      // Not base64url, so no coordinate.
      return false;
    }
  }

  private static String thumbprint(String x, String y) throws GeneralSecurityException {
    var canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
    var digest = MessageDigest.getInstance("SHA-256");
    return encoded(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  /** Fixed length, as RFC 7518 §6.2.1.2 asks: leading zeros are kept, a sign byte is not. */
  private static String encoded(BigInteger number) {
    var bytes = number.toByteArray();
    var fixed = new byte[COORDINATE_BYTES];
    var length = Math.min(bytes.length, COORDINATE_BYTES);
    var from = bytes.length - length;
    System.arraycopy(bytes, from, fixed, COORDINATE_BYTES - length, length);
    return encoded(fixed);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
