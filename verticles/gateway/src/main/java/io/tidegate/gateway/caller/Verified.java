package io.tidegate.gateway.caller;

import io.tidegate.contracts.Caller;
import io.tidegate.platform.guard.AccessTokens;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/**
 * A token that was found good: whose it is, until when, and by which keys.
 *
 * @param verifier what found it good; keys that are no longer published vouch for nothing
 */
public record Verified(Caller caller, Instant expiresAt, AccessTokens verifier) {

  private static final String KEY = Verified.class.getName();

  /** The one that a request came with, or null where it needs none. */
  public static Verified of(RoutingContext context) {
    return context.get(KEY);
  }

  /** Makes it the one that the request came with. */
  public void keepIn(RoutingContext context) {
    context.put(KEY, this);
  }
}
