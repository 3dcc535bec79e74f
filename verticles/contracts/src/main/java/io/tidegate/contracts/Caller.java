package io.tidegate.contracts;

import java.util.Set;

/**
 * Who asks, as the internal token says that travels with every request.
 *
 * @param subject a member id, {@code svc:<role>} for a domain acting by itself, or {@code
 *     anonymous}
 * @param sessionId the login that the caller came with, or null
 */
public record Caller(String subject, Set<Role> roles, SessionId sessionId) {

  /** Nobody in particular: what an unauthenticated call is on the bus. */
  public static final Caller ANONYMOUS = new Caller("anonymous", Set.of(), null);

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** A domain acting on its own behalf: a sweep, a reaction, a saga's step. */
  public static Caller service(String name) {
    return new Caller("svc:" + name, Set.of(Role.ROLE_SERVICE), null);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whether the caller is this member. */
  public boolean isMember(MemberId memberId) {
    return subject.equals(memberId.toString());
  }

  /** The member that asks; {@link IllegalStateException} where the caller is not a member. */
  public MemberId memberId() {
    if (sessionId == null) {
      throw new IllegalStateException(subject + " is not a member");
    }
    return MemberId.of(subject);
  }
}
