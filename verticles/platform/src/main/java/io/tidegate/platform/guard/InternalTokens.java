package io.tidegate.platform.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The short tokens that travel on the bus: who asks, signed with a secret that only nodes have, so
 * that a domain trusts no one who merely reached the bus. Minted tokens and verified ones are
 * remembered for half of their life, as one caller makes many requests. Any thread.
 */
public final class InternalTokens {

  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int REMEMBERED_MAX = 100_000;

  private final Jwt jwt;
  private final Cache<Caller, String> minted = remembering();
  private final Cache<String, Caller> verified = remembering();

  /** The secret must have 32 characters at least: HMAC SHA-256 is as good as its key. */
  public InternalTokens(Vertx vertx, String secret) {
    if (secret.length() < 32) {
      throw new IllegalArgumentException("the internal token secret needs 32 characters at least");
    }
    var key =
        new JsonObject()
            .put("kty", "oct")
            .put("alg", "HS256")
            .put("use", "sig")
            .put("kid", "internal")
            .put(
                "k",
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    this.jwt = Jwt.signing(vertx, List.of(key), "tidegate", "tidegate-bus");
    // The first one loads what signing needs, which takes longer than some requests have.
    mint(Caller.ANONYMOUS);
  }

  /** A token that says who asks. */
  public String mint(Caller caller) {
    return minted.get(caller, this::sign);
  }

  /** Who asks; fails with {@link TokenException} where the token is not ours. */
  public Future<Caller> verify(String token) {
    var known = verified.getIfPresent(token);
    return known != null
        ? Future.succeededFuture(known)
        : jwt.verify(token).map(InternalTokens::caller).onSuccess(who -> verified.put(token, who));
  }

  private String sign(Caller caller) {
    var claims =
        new JsonObject()
            .put("sub", caller.subject())
            .put("auth", caller.roles().stream().map(Role::name).collect(Collectors.joining(",")));
    if (caller.sessionId() != null) {
      claims.put("sid", caller.sessionId().toString());
    }
    return jwt.sign(claims, LIFETIME);
  }

  private static Caller caller(JsonObject claims) {
    var sid = claims.getString("sid");
    return new Caller(
        claims.getString("sub"),
        roles(claims.getString("auth", "")),
        sid == null ? null : SessionId.of(sid));
  }

  /** Reads the {@code auth} claim: role names, comma-separated; unknown ones count for nothing. */
  public static EnumSet<Role> roles(String auth) {
    var names = Arrays.asList(auth.split(","));
    var roles = EnumSet.noneOf(Role.class);
    for (var role : Role.values()) {
      if (names.contains(role.name())) {
        roles.add(role);
      }
    }
    return roles;
  }

  private static <K, V> Cache<K, V> remembering() {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED_MAX)
        .expireAfterWrite(LIFETIME.dividedBy(2))
        .build();
  }
}
