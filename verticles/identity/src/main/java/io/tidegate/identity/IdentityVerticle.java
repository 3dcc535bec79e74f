package io.tidegate.identity;

import io.tidegate.platform.bus.Inbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * A slot of identity: answers {@code IdentityApi} from when the accounts that the settings name can
 * log in. Virtual thread. Wiring only; the rules are in {@code domain}.
 */
final class IdentityVerticle extends VerticleBase {

  private final Inbox inbox;
  private final IdentityService service;
  private final StartingAccounts accounts;
  private Runnable detach = () -> {};

  IdentityVerticle(Inbox inbox, IdentityService service, StartingAccounts accounts) {
    this.inbox = inbox;
    this.service = service;
    this.accounts = accounts;
  }

  @Override
  public Future<?> start() {
    accounts.ensure();
    detach = inbox.attach(context, service::answer);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    detach.run();
    return Future.succeededFuture();
  }
}
