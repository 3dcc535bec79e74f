package io.tidegate.identity.domain;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.InvalidToken;
import io.tidegate.contracts.identity.IdentityApi.TokenExpired;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import java.time.Instant;

/**
 * What comes of showing a refresh token (RFC 9700 §4.14.2).
 *
 * <p>There is no grace for a token that is shown twice: of two who show it at once, one gets a new
 * pair and the other ends the login, new pair and all. Whether the second was a thief or a client
 * that never got its answer cannot be told, and logging in again costs the latter little.
 */
public sealed interface Renewal {

  /** The token is spent for one that is good until then. */
  record Granted(Instant expiresAt) implements Renewal {}

  /** The token was spent before: its login ends. */
  record Reused() implements Renewal {}

  /** No, and nothing changes. */
  record Refused(IdentityApi.Refused reason) implements Renewal {}

  /**
   * Decides.
   *
   * @param holder whom the access token beside it was made for
   * @param login the login that the refresh token belongs to
   */
  static Renewal decide(
      Caller holder, Login login, RefreshToken token, Instant now, Lifetimes lifetimes) {
    if (!login.sid().equals(holder.sessionId()) || !holder.isMember(login.memberId())) {
      return new Refused(new InvalidToken());
    }
    if (token.spent()) {
      return new Reused();
    }
    if (login.ended()) {
      return new Refused(new TokenRevoked());
    }
    if (!now.isBefore(token.expiresAt())) {
      return new Refused(new TokenExpired());
    }
    return new Granted(lifetimes.refreshTokenExpiry(login.createdAt(), now));
  }
}
