package io.tidegate.identity;

import io.micrometer.core.instrument.Counter;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.identity.IdentityApi.InvalidToken;
import io.tidegate.contracts.identity.IdentityApi.RefreshTokenReused;
import io.tidegate.contracts.identity.IdentityApi.Reissue;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.identity.domain.Login;
import io.tidegate.identity.domain.Renewal;
import io.tidegate.identity.store.EndedLogins;
import io.tidegate.identity.store.LoginStore;
import io.tidegate.identity.token.RefreshTokens;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;

/** How a login is renewed. Virtual thread. */
final class ReissueService {

  private final Postgres postgres;
  private final LoginStore logins;
  private final EndedLogins ended;
  private final TokenIssue tokens;
  private final RevocationNotices notices;
  private final Platform platform;
  private final Counter reused;

  ReissueService(
      Postgres postgres,
      LoginStore logins,
      EndedLogins ended,
      TokenIssue tokens,
      RevocationNotices notices,
      Platform platform) {
    this.postgres = postgres;
    this.logins = logins;
    this.ended = ended;
    this.tokens = tokens;
    this.notices = notices;
    this.platform = platform;
    this.reused = platform.meters().counter("tidegate.refresh.tokens.reused");
  }

  /** What the transaction came to; a refusal is committed like anything else. */
  private record Outcome(Reply reply, List<Revocation> revocations) {
    Outcome(Reply reply) {
      this(reply, List.of());
    }
  }

  Reply reissue(Reissue wish) {
    var holder = tokens.holder(wish.accessToken()).await();
    if (holder.isEmpty()) {
      return new InvalidToken();
    }
    var shown = RefreshTokens.hash(wish.refreshToken());
    var outcome =
        postgres
            .inTransaction(tx -> Future.succeededFuture(reissue(tx, holder.get(), shown)))
            .await();
    notices.tell(outcome.revocations());
    return outcome.reply();
  }

  private Outcome reissue(SqlConnection tx, Caller holder, byte[] shown) {
    var login = logins.lockByToken(tx, shown).await();
    var token = logins.token(tx, shown).await();
    if (login.isEmpty() || token.isEmpty()) {
      return new Outcome(new InvalidToken());
    }
    var now = platform.clock().instant();
    return switch (Renewal.decide(holder, login.get(), token.get(), now, tokens.lifetimes())) {
      case Renewal.Granted(var expiresAt) -> renew(tx, login.get(), shown, now, expiresAt);
      case Renewal.Reused() -> endReused(tx, login.get());
      case Renewal.Refused(var reason) -> new Outcome(reason);
    };
  }

  private Outcome renew(
      SqlConnection tx, Login login, byte[] shown, Instant now, Instant expiresAt) {
    var next = tokens.drawRefreshToken();
    logins.renew(tx, login.sid(), shown, RefreshTokens.hash(next), now, expiresAt).await();
    return new Outcome(tokens.pair(login, next, now));
  }

  private Outcome endReused(SqlConnection tx, Login login) {
    reused.increment();
    var revocations = ended.end(tx, login.sid(), login.memberId()).await();
    return new Outcome(new RefreshTokenReused(), revocations);
  }
}
