package io.tidegate.identity;

import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.platform.bus.Bus;
import java.util.List;

/**
 * Tells the gateways that logins have ended, after the commit, so that they need not wait for their
 * next poll; one that is lost costs no more than that wait.
 */
final class RevocationNotices {

  private final Bus bus;

  RevocationNotices(Bus bus) {
    this.bus = bus;
  }

  void tell(List<Revocation> revocations) {
    revocations.forEach(revocation -> bus.tell(IdentityApi.REVOKED_ADDRESS, revocation));
  }
}
