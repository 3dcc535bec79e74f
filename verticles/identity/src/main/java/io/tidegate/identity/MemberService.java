package io.tidegate.identity;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.DisableMember;
import io.tidegate.contracts.identity.IdentityApi.Done;
import io.tidegate.contracts.identity.IdentityApi.EmailTaken;
import io.tidegate.contracts.identity.IdentityApi.EnableMember;
import io.tidegate.contracts.identity.IdentityApi.MemberEmail;
import io.tidegate.contracts.identity.IdentityApi.MemberView;
import io.tidegate.contracts.identity.IdentityApi.Revocation;
import io.tidegate.contracts.identity.IdentityApi.SignUp;
import io.tidegate.contracts.identity.IdentityApi.SignedUp;
import io.tidegate.identity.domain.EmailAddress;
import io.tidegate.identity.domain.Member;
import io.tidegate.identity.domain.PasswordRule;
import io.tidegate.identity.password.Passwords;
import io.tidegate.identity.store.EndedLogins;
import io.tidegate.identity.store.MemberStore;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Set;

/** Who there is. Virtual thread. */
final class MemberService {

  private final MemberStore members;
  private final EndedLogins ended;
  private final IdempotentCommands commands;
  private final Passwords passwords;
  private final RevocationNotices notices;
  private final Platform platform;

  MemberService(
      MemberStore members,
      EndedLogins ended,
      IdempotentCommands commands,
      Passwords passwords,
      RevocationNotices notices,
      Platform platform) {
    this.members = members;
    this.ended = ended;
    this.commands = commands;
    this.passwords = passwords;
    this.notices = notices;
    this.platform = platform;
  }

  Reply signUp(SignUp wish, Deadline deadline) {
    var email = EmailAddress.of(wish.email());
    if (email.isEmpty()) {
      return Invalid.at("/email", "is not an email address");
    }
    if (!PasswordRule.allows(wish.password())) {
      return Invalid.at("/password", "must have 8 to 128 characters");
    }
    // Asked first because a hash is dear; whoever comes in between is found when it is added.
    if (members.byEmail(email.get()).await().isPresent()) {
      return new EmailTaken();
    }
    var hash = passwords.hash(wish.password(), deadline).await();
    var memberId = new MemberId(platform.ids().next());
    var member = new Member(memberId, email.get(), hash, Set.of(Role.ROLE_USER), false);
    return members.add(member, platform.clock().instant()).await()
        ? new SignedUp(member.email().value())
        : new EmailTaken();
  }

  Reply me(Caller caller) {
    return members
        .byId(caller.memberId())
        .await()
        .<Reply>map(me -> new MemberView(me.email().value(), me.memberId(), me.roles()))
        .orElseGet(() -> new NotFound("no such member"));
  }

  Reply member(Caller caller, String email) {
    return EmailAddress.of(email)
        .flatMap(address -> members.byEmail(address).await())
        .filter(found -> caller.is(Role.ROLE_ADMIN) || caller.isMember(found.memberId()))
        .<Reply>map(found -> new MemberEmail(found.email().value()))
        .orElseGet(() -> new NotFound("no such member"));
  }

  Answer disable(Caller caller, DisableMember command) {
    var revocations = new ArrayList<Revocation>();
    var answer =
        commands
            .run(
                caller,
                command,
                tx -> {
                  var now = platform.clock().instant();
                  if (!members.disable(tx, command.memberId(), now).await()) {
                    return Future.succeededFuture(new NotFound("no such member"));
                  }
                  revocations.addAll(ended.endAll(tx, command.memberId()).await());
                  return Future.succeededFuture(new Done());
                })
            .await();
    notices.tell(revocations);
    return answer;
  }

  Answer enable(Caller caller, EnableMember command) {
    return commands
        .run(
            caller,
            command,
            tx ->
                members
                    .enable(tx, command.memberId())
                    .map(found -> found ? new Done() : new NotFound("no such member")))
        .await();
  }
}
