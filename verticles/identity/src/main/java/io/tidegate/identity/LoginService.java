package io.tidegate.identity;

import io.micrometer.core.instrument.Counter;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi.Done;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.Revocations;
import io.tidegate.contracts.identity.IdentityApi.SessionPage;
import io.tidegate.contracts.identity.IdentityApi.SessionView;
import io.tidegate.identity.domain.EmailAddress;
import io.tidegate.identity.domain.Login;
import io.tidegate.identity.domain.Member;
import io.tidegate.identity.password.Passwords;
import io.tidegate.identity.store.EndedLogins;
import io.tidegate.identity.store.LoginStore;
import io.tidegate.identity.store.MemberStore;
import io.tidegate.identity.token.RefreshTokens;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.run.Platform;
import java.time.Instant;
import java.util.Optional;

/** How logins begin, are seen, and end. Virtual thread. */
final class LoginService {

  private static final int ATTEMPTS_MAX = 3;

  /** An answer of at most a megabyte or so. */
  private static final int REVOCATIONS_MAX = 10_000;

  private final MemberStore members;
  private final LoginStore logins;
  private final EndedLogins ended;
  private final Passwords passwords;
  private final TokenIssue tokens;
  private final RevocationNotices notices;
  private final Platform platform;
  private final Counter accepted;
  private final Counter refused;

  LoginService(
      MemberStore members,
      LoginStore logins,
      EndedLogins ended,
      Passwords passwords,
      TokenIssue tokens,
      RevocationNotices notices,
      Platform platform) {
    this.members = members;
    this.logins = logins;
    this.ended = ended;
    this.passwords = passwords;
    this.tokens = tokens;
    this.notices = notices;
    this.platform = platform;
    this.accepted = platform.meters().counter("tidegate.logins", "outcome", "accepted");
    this.refused = platform.meters().counter("tidegate.logins", "outcome", "refused");
  }

  /** Whatever is wrong, the answer is the same, and comes after the same work. */
  Reply logIn(LogIn wish, Deadline deadline) {
    for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var known = EmailAddress.of(wish.email()).flatMap(email -> members.byEmail(email).await());
      var hash = known.map(Member::passwordHash);
      var matches = passwords.matches(wish.password(), hash, deadline).await();
      if (!matches || known.orElseThrow().disabled()) {
        break;
      }
      var begun = begin(rehashed(known.get(), wish.password(), deadline));
      if (begun.isPresent()) {
        accepted.increment();
        return begun.get();
      }
    }
    refused.increment();
    return new InvalidCredentials();
  }

  /** The hash of yesterday's cost is replaced while the password is at hand. */
  private Member rehashed(Member member, String password, Deadline deadline) {
    if (!passwords.isOutdated(member.passwordHash())) {
      return member;
    }
    var hash = passwords.hash(password, deadline).await();
    return members.replaceHash(member, hash).await() ? member.withPasswordHash(hash) : member;
  }

  /** Empty where the member was disabled or got another hash since it was read: look again. */
  private Optional<Reply> begin(Member member) {
    var now = platform.clock().instant();
    var sid = new SessionId(platform.ids().next());
    var login = new Login(sid, member.memberId(), member.roles(), now, false);
    var refreshToken = tokens.drawRefreshToken();
    var expiresAt = tokens.lifetimes().refreshTokenExpiry(now, now);
    return logins.begin(member, sid, RefreshTokens.hash(refreshToken), now, expiresAt).await()
        ? Optional.of(tokens.pair(login, refreshToken, now))
        : Optional.empty();
  }

  Reply logOut(Caller caller) {
    notices.tell(ended.end(caller.sessionId(), caller.memberId()).await());
    return new Done();
  }

  Reply logOutAll(Caller caller) {
    notices.tell(ended.endAll(caller.memberId()).await());
    return new Done();
  }

  Reply end(Caller caller, SessionId sid) {
    var revocations = ended.end(sid, caller.memberId()).await();
    notices.tell(revocations);
    return revocations.isEmpty() ? new NotFound("no such login") : new Done();
  }

  Reply list(Caller caller, PageRequest page) {
    var before = Optional.ofNullable(page.cursor()).flatMap(SessionCursor::read);
    if (page.cursor() != null && before.isEmpty()) {
      return Invalid.at("/cursor", "is not a cursor of this list");
    }
    var now = platform.clock().instant();
    var rows = logins.page(caller.memberId(), now, before, page.limit() + 1).await();
    var items = rows.stream().limit(page.limit()).map(row -> view(row, caller)).toList();
    var next = rows.size() > page.limit() ? SessionCursor.of(items.getLast().sid()) : null;
    return new SessionPage(items, next);
  }

  Revocations revocations(Instant since) {
    return ended.since(since, REVOCATIONS_MAX).await();
  }

  private static SessionView view(LoginStore.Listed login, Caller caller) {
    return new SessionView(
        login.sid(), login.createdAt(), login.lastUsedAt(), login.sid().equals(caller.sessionId()));
  }
}
