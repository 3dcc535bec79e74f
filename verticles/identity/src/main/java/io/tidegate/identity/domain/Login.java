package io.tidegate.identity.domain;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import java.time.Instant;
import java.util.Set;

/**
 * A login of a member, as it stands.
 *
 * @param roles the member's, as they are now
 */
public record Login(
    SessionId sid, MemberId memberId, Set<Role> roles, Instant createdAt, boolean ended) {

  public Login {
    roles = Set.copyOf(roles);
  }

  /** Whoever holds its tokens. */
  public Caller holder() {
    return new Caller(memberId.toString(), roles, sid);
  }
}
