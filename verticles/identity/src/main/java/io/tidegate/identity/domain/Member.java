package io.tidegate.identity.domain;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import java.util.Set;

/**
 * A member.
 *
 * @param passwordHash a PHC string
 * @param disabled whether new logins are refused
 */
public record Member(
    MemberId memberId, EmailAddress email, String passwordHash, Set<Role> roles, boolean disabled) {

  public Member {
    roles = Set.copyOf(roles);
  }

  /** The same member with another hash. */
  public Member withPasswordHash(String hash) {
    return new Member(memberId, email, hash, roles, disabled);
  }

  @Override
  public String toString() {
    return "Member[" + memberId + "]";
  }
}
