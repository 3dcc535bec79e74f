package io.tidegate.gateway.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.AccessTokens.Grant;
import io.tidegate.platform.guard.TokenException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Says whose an access token is. A token that was verified is remembered until it expires, as its
 * bearer makes many requests; whether its login has ended is looked up each time. Refusals are
 * {@link ProblemException}s. One for a node; any thread.
 */
public final class Authenticator {

  private final SigningKeys keys;
  private final Revocations revocations;
  private final InstantSource clock;
  private final Duration lifetimeMost;
  private final Cache<String, Verified> remembered;

  /**
   * Knows no token yet.
   *
   * @param lifetimeMost a token that is good for longer is not accepted, as the revocations are
   *     kept only for so long
   */
  public Authenticator(
      SigningKeys keys,
      Revocations revocations,
      InstantSource clock,
      Duration lifetimeMost,
      int rememberedMost) {
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
    this.lifetimeMost = lifetimeMost;
    this.remembered =
        Caffeine.newBuilder()
            .maximumSize(rememberedMost)
            .expireAfter(
                Expiry.creating(
                    (String _, Verified verified) ->
                        Duration.between(clock.instant(), verified.expiresAt())))
            .build();
  }

  /**
   * Whose it is where that can be said on the spot: it was verified before, and nothing has become
   * of it since. Null says only that it takes {@link #authenticate} to know.
   */
  public Verified known(String token) {
    var verifier = keys.verifier();
    var known = verifier == null ? null : remembered.getIfPresent(token);
    return known != null
            && known.verifier() == verifier
            && clock.instant().isBefore(known.expiresAt())
            && revocations.areKnown()
            && !revocations.hasEnded(known.caller().sessionId())
        ? known
        : null;
  }

  /** Whose it is; fails where it is not good, or where that cannot be known right now. */
  public Future<Verified> authenticate(String token) {
    var verifier = keys.verifier();
    if (verifier == null) {
      return failed(Problem.of(Slug.UNAVAILABLE).notExecuted().retryLater());
    }
    var known = remembered.getIfPresent(token);
    if (known != null && known.verifier() == verifier) {
      return stillGood(known);
    }
    return (verifier.namesUnknownKey(token) ? keys.renewed() : Future.succeededFuture(verifier))
        .compose(newest -> verify(token, newest))
        .compose(this::stillGood);
  }

  /** Fails where a token that was good has expired since, or its login has ended. */
  public Future<Verified> stillGood(Verified verified) {
    if (!clock.instant().isBefore(verified.expiresAt())) {
      return failed(Problem.of(Slug.TOKEN_EXPIRED));
    }
    if (!revocations.areKnown()) {
      return failed(Problem.of(Slug.UNAVAILABLE).notExecuted().retryLater());
    }
    return revocations.hasEnded(verified.caller().sessionId())
        ? failed(Problem.of(Slug.TOKEN_REVOKED))
        : Future.succeededFuture(verified);
  }

  private Future<Verified> verify(String token, AccessTokens verifier) {
    return verifier
        .grant(token)
        .map(grant -> verified(grant, verifier))
        .onSuccess(verified -> remembered.put(token, verified))
        .recover(Authenticator::refused);
  }

  private Verified verified(Grant grant, AccessTokens verifier) {
    if (Duration.between(grant.from(), grant.until()).compareTo(lifetimeMost) > 0) {
      throw new TokenException(TokenException.Kind.INVALID);
    }
    return new Verified(grant.holder(), grant.until(), verifier);
  }

  private static Future<Verified> refused(Throwable cause) {
    if (!(cause instanceof TokenException refused)) {
      return Future.failedFuture(cause);
    }
    return switch (refused.kind()) {
      case EXPIRED -> failed(Problem.of(Slug.TOKEN_EXPIRED));
      case INVALID -> failed(Problem.of(Slug.UNAUTHENTICATED, "this is no token of ours"));
    };
  }

  private static Future<Verified> failed(Problem problem) {
    return Future.failedFuture(new ProblemException(problem));
  }
}
