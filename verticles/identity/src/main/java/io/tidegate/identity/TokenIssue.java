package io.tidegate.identity;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.identity.domain.Lifetimes;
import io.tidegate.identity.domain.Login;
import io.tidegate.identity.token.RefreshTokens;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.TokenException;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes the pairs of tokens that members carry. */
final class TokenIssue {

  private static final String GRANT_TYPE = "Bearer";

  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens = new RefreshTokens();
  private final Lifetimes lifetimes;
  private final UuidV7 ids;

  TokenIssue(AccessTokens accessTokens, Lifetimes lifetimes, UuidV7 ids) {
    this.accessTokens = accessTokens;
    this.lifetimes = lifetimes;
    this.ids = ids;
  }

  Lifetimes lifetimes() {
    return lifetimes;
  }

  String drawRefreshToken() {
    return refreshTokens.draw();
  }

  TokenPair pair(Login login, String refreshToken, Instant now) {
    // Tokens count in whole seconds; what we say of their end must be what they say.
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(lifetimes.accessToken());
    var accessToken = accessTokens.sign(login.holder(), ids.next(), from, until);
    return new TokenPair(GRANT_TYPE, accessToken, refreshToken, until.toEpochMilli());
  }

  /** Whom an access token was made for, be it expired; empty where it was not made by us. */
  Future<Optional<Caller>> holder(String accessToken) {
    return accessTokens
        .verifyIgnoringExpiry(accessToken)
        .map(Optional::of)
        .recover(
            cause ->
                cause instanceof TokenException
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(cause));
  }
}
