package io.tidegate.identity;

import io.tidegate.contracts.Request;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.identity.password.Passwords;
import io.tidegate.identity.store.EndedLogins;
import io.tidegate.identity.store.LoginRetention;
import io.tidegate.identity.store.LoginStore;
import io.tidegate.identity.store.MemberStore;
import io.tidegate.identity.token.SigningKeys;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.postgres.IdempotencyRetention;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.platform.run.BackgroundVerticle.Sweep;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/**
 * Identity on a node that carries it. Creating it reads the signing keys, which blocks for as long
 * as a small file takes.
 */
public final class IdentityModule implements DomainModule {

  private final Platform platform;
  private final IdentityConfig config;
  private final Postgres postgres;
  private final Passwords passwords;
  private final IdentityService service;
  private final StartingAccounts accounts;

  public IdentityModule(Platform platform) {
    this.platform = platform;
    this.config = IdentityConfig.from(platform.conf());
    var keys = SigningKeys.load(config.signingKeysFile(), config.createSigningKeys());
    var tokens =
        AccessTokens.signing(platform.vertx(), keys, config.tokenIssuer(), config.tokenAudience());
    this.postgres = platform.postgres(role());
    this.passwords =
        new Passwords(
            platform.vertx(),
            config.argonCost(),
            config.hashThreads(),
            config.hashQueueMax(),
            platform.meters());
    var members = new MemberStore(postgres);
    var ended = new EndedLogins(postgres);
    var logins = new LoginStore(postgres);
    var issue = new TokenIssue(tokens, config.lifetimes(), platform.ids());
    var notices = new RevocationNotices(platform.bus());
    this.service =
        new IdentityService(
            new MemberService(
                members,
                ended,
                new IdempotentCommands(postgres, role()),
                passwords,
                notices,
                platform),
            new LoginService(members, logins, ended, passwords, issue, notices, platform),
            new ReissueService(postgres, logins, ended, issue, notices, platform),
            keys.publicOnly().toJson());
    this.accounts =
        new StartingAccounts(
            config.accounts(), postgres, members, ended, passwords, notices, platform);
  }

  @Override
  public String role() {
    return IdentityApi.ROLE;
  }

  @Override
  public Class<? extends Request> requests() {
    return IdentityApi.Request.class;
  }

  @Override
  public int inFlightMax() {
    return config.inFlightMax();
  }

  @Override
  public int slots() {
    return config.slots();
  }

  @Override
  public ThreadingModel threading() {
    return ThreadingModel.VIRTUAL_THREAD;
  }

  @Override
  public Deployable slot(Inbox inbox) {
    return new IdentityVerticle(inbox, service, accounts);
  }

  @Override
  public Deployable background() {
    var logins = new LoginRetention(postgres, platform.clock(), config.retention());
    var keys = new IdempotencyRetention(postgres, role());
    var sweeps =
        Map.of(
            "login-retention", new Sweep(logins, config.sweepPause()),
            "idempotency-retention", new Sweep(keys, config.sweepPause()));
    return new BackgroundVerticle(platform, postgres, role(), null, null, List.of(), sweeps);
  }

  @Override
  public Postgres postgres() {
    return postgres;
  }

  @Override
  public Future<Void> check() {
    return postgres.write("SELECT 1", Tuple.tuple()).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return Future.all(postgres.close(), passwords.close()).mapEmpty();
  }
}
