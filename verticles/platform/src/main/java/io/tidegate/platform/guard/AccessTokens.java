package io.tidegate.platform.guard;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The access tokens that members carry: identity signs them, gateways verify them. Their claims are
 * {@code iss}, {@code sub} (member id), {@code aud}, {@code exp}, {@code nbf}, {@code iat}, {@code
 * jti}, {@code sid} (the login) and {@code auth} (role names, comma-separated), and no other: no
 * e-mail address, no personal data. A good token may still be of a login that has ended, which only
 * identity knows. Any thread.
 */
public final class AccessTokens {

  private final Jwt jwt;

  private AccessTokens(Jwt jwt) {
    this.jwt = jwt;
  }

  /** For identity; the first key signs and must have its private part. */
  public static AccessTokens signing(Vertx vertx, JwkSet keys, String issuer, String audience) {
    if (!keys.canSign()) {
      throw new IllegalArgumentException("the first key has no private part to sign with");
    }
    return new AccessTokens(Jwt.signing(vertx, keys.keys(), issuer, audience));
  }

  /** For whoever only verifies. */
  public static AccessTokens verifying(Vertx vertx, JwkSet keys, String issuer, String audience) {
    return new AccessTokens(Jwt.verifying(vertx, keys.publicOnly().keys(), issuer, audience));
  }

  /** A token that says who holds it, good from one moment until another, in whole seconds. */
  public String sign(Caller holder, UUID id, Instant from, Instant until) {
    var roles = holder.roles().stream().sorted().map(Role::name).collect(Collectors.joining(","));
    var claims =
        new JsonObject()
            .put("sub", holder.memberId().toString())
            .put("jti", id.toString())
            .put("sid", holder.sessionId().toString())
            .put("auth", roles);
    return jwt.sign(claims, from, until);
  }

  /** What a good token grants: to whom, from when until when. */
  public record Grant(Caller holder, Instant from, Instant until) {}

  /** Who holds a good token; fails with {@link TokenException} otherwise. */
  public Future<Caller> verify(String token) {
    return jwt.verify(token).compose(AccessTokens::holder);
  }

  /** The same with its times, for who remembers it; fails likewise. */
  public Future<Grant> grant(String token) {
    return jwt.verify(token)
        .compose(
            claims ->
                holder(claims)
                    .map(holder -> new Grant(holder, time(claims, "iat"), time(claims, "exp"))));
  }

  private static Instant time(JsonObject claims, String name) {
    return Instant.ofEpochSecond(claims.getLong(name));
  }

  /** Who held a token that was good once; it proves a login, and lets nobody in. */
  public Future<Caller> verifyIgnoringExpiry(String token) {
    return jwt.verifyIgnoringExpiry(token).compose(AccessTokens::holder);
  }

  /** Whether the token names a key that is not known here: it may be newer than our keys. */
  public boolean namesUnknownKey(String token) {
    return jwt.namesUnknownKey(token);
  }

  private static Future<Caller> holder(JsonObject claims) {
    try {
      var member = MemberId.of(claims.getString("sub"));
      var login = SessionId.of(claims.getString("sid", ""));
      var roles = InternalTokens.roles(claims.getString("auth", ""));
      return Future.succeededFuture(new Caller(member.toString(), roles, login));
    } catch (IllegalArgumentException | ClassCastException _) {
      // Signed by us, and still no member's token: one that was made for something else.
      return Future.failedFuture(new TokenException(TokenException.Kind.INVALID));
    }
  }
}
