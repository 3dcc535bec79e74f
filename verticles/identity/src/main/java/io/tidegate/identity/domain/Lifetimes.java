package io.tidegate.identity.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How long things last.
 *
 * @param accessToken an access token
 * @param login a login, however often it is renewed
 * @param idle a login that is not renewed
 */
public record Lifetimes(Duration accessToken, Duration login, Duration idle) {

  /** Until when a refresh token that is issued now is good. */
  public Instant refreshTokenExpiry(Instant loginCreatedAt, Instant now) {
    var end = loginCreatedAt.plus(login);
    var idleEnd = now.plus(idle);
    return idleEnd.isBefore(end) ? idleEnd : end;
  }
}
