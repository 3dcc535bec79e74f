package io.tidegate.contracts.identity;

import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What others may ask of identity, which owns members, their logins and the signing keys. */
public final class IdentityApi {

  /** The role that answers. */
  public static final String ROLE = "identity";

  /** Published to every gateway when logins end, so that it need not wait for its next poll. */
  public static final String REVOKED_ADDRESS = "identity.revoked.v1";

  private IdentityApi() {}

  /** A question or a command. */
  public sealed interface Request extends io.tidegate.contracts.Request {}

  /** Makes a member; answered by {@link SignedUp} or {@link EmailTaken}. */
  public record SignUp(String email, String password) implements Request {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public String toString() {
      return "SignUp[•••]";
    }
  }

  /** Starts a login; answered by {@link TokenPair} or {@link InvalidCredentials}. */
  public record LogIn(String email, String password) implements Request {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public String toString() {
      return "LogIn[•••]";
    }
  }

  /**
   * Spends a refresh token for a new pair; the access token may have expired, and must belong to
   * the same login. Answered by {@link TokenPair}, {@link InvalidToken}, {@link TokenExpired},
   * {@link TokenRevoked} or {@link RefreshTokenReused}.
   */
  public record Reissue(String accessToken, String refreshToken) implements Request {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public String toString() {
      return "Reissue[•••]";
    }
  }

  /** Ends the caller's login; answered by {@link Done}. */
  public record LogOut() implements Request {}

  /** Ends every login of the caller; answered by {@link Done}. */
  public record LogOutAll() implements Request {}

  /** The caller's live logins, newest first; answered by {@link SessionPage}. */
  public record ListSessions(PageRequest page) implements Request {}

  /** Ends one login of the caller's; answered by {@link Done} or not found. */
  public record EndSession(SessionId sessionId) implements Request {
    @Override
    public boolean repeatable() {
      return false;
    }
  }

  /** Ends a member's logins and refuses new ones; admins only; answered by {@link Done}. */
  public record DisableMember(MemberId memberId, RequestKey key) implements Request, KeyedCommand {}

  /** Lets a member log in again; admins only; answered by {@link Done}. */
  public record EnableMember(MemberId memberId, RequestKey key) implements Request, KeyedCommand {}

  /** The caller; answered by {@link MemberView}. */
  public record GetMe() implements Request {}

  /** A member by address: oneself, or for admins anybody; answered by {@link MemberEmail}. */
  public record GetMember(String email) implements Request {}

  /** The public keys; answered by {@link KeySet}. */
  public record GetKeys() implements Request {}

  /**
   * Logins that ended at or after a moment of identity's clock; answered by {@link Revocations}.
   */
  public record GetRevocations(Instant since) implements Request {}

  /** An answer. */
  public sealed interface Reply extends io.tidegate.contracts.Reply {}

  /** Done, with nothing to tell. */
  public record Done() implements Reply {}

  /** A member was made. */
  public record SignedUp(String email) implements Reply {}

  /** A signed access token, the refresh token that renews it, and when the former expires. */
  public record TokenPair(
      String grantType, String accessToken, String refreshToken, long accessTokenExpiresIn)
      implements Reply {
    @Override
    public String toString() {
      return "TokenPair[•••]";
    }
  }

  /** A member. */
  public record MemberView(String email, MemberId memberId, Set<Role> roles) implements Reply {
    public MemberView {
      roles = Set.copyOf(roles);
    }
  }

  /** A member's address. */
  public record MemberEmail(String email) implements Reply {}

  /** A page of logins. */
  public record SessionPage(List<SessionView> items, String next) implements Reply {
    public SessionPage {
      items = List.copyOf(items);
    }
  }

  /** One login; {@code current} is that of the caller's token. */
  public record SessionView(
      SessionId sid, Instant createdAt, Instant lastUsedAt, boolean current) {}

  /** A JWK set (RFC 7517) as JSON text, public keys only. */
  public record KeySet(String jwks) implements Reply {}

  /**
   * Logins that ended, the earliest first; {@code readAt} is when identity's database was asked, by
   * its clock, or, where more had ended than an answer holds, when the last of these did. The next
   * question should be for five seconds before it: an end is visible at most that late.
   */
  public record Revocations(List<Revocation> items, Instant readAt) implements Reply {
    public Revocations {
      items = List.copyOf(items);
    }
  }

  /** A login that ended. */
  public record Revocation(SessionId sid, Instant at)
      implements io.tidegate.contracts.WireMessage {}

  /** The rule says no. */
  public sealed interface Refused extends Reply, Refusal {}

  /** There is a member with this address. */
  public record EmailTaken() implements Refused {}

  /** Wrong address or password; it does not say which. */
  public record InvalidCredentials() implements Refused {}

  /** Not a token of ours. */
  public record InvalidToken() implements Refused {}

  /** The token's time is over. */
  public record TokenExpired() implements Refused {}

  /** The login has ended. */
  public record TokenRevoked() implements Refused {}

  /** The refresh token was spent before: somebody has a copy, so its login has ended. */
  public record RefreshTokenReused() implements Refused {}
}
