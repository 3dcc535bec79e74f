package io.tidegate.identity;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.DisableMember;
import io.tidegate.contracts.identity.IdentityApi.EnableMember;
import io.tidegate.contracts.identity.IdentityApi.EndSession;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.GetMember;
import io.tidegate.contracts.identity.IdentityApi.GetRevocations;
import io.tidegate.contracts.identity.IdentityApi.KeySet;
import io.tidegate.contracts.identity.IdentityApi.ListSessions;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.LogOut;
import io.tidegate.contracts.identity.IdentityApi.LogOutAll;
import io.tidegate.contracts.identity.IdentityApi.Reissue;
import io.tidegate.contracts.identity.IdentityApi.SignUp;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Answers {@link IdentityApi}: who may ask what, and who answers it. Virtual thread. */
final class IdentityService {

  private final MemberService members;
  private final LoginService logins;
  private final ReissueService reissues;
  private final String publicKeys;

  IdentityService(
      MemberService members, LoginService logins, ReissueService reissues, String publicKeys) {
    this.members = members;
    this.logins = logins;
    this.reissues = reissues;
    this.publicKeys = publicKeys;
  }

  Future<Answer> answer(Inquiry<Request> inquiry) {
    var caller = inquiry.caller();
    var deadline = inquiry.deadline();
    return Future.succeededFuture(
        switch ((IdentityApi.Request) inquiry.request()) {
          case SignUp wish -> Answer.of(members.signUp(wish, deadline));
          case LogIn wish -> Answer.of(logins.logIn(wish, deadline));
          case Reissue wish -> Answer.of(reissues.reissue(wish));
          case GetKeys _ -> Answer.of(new KeySet(publicKeys));
          case LogOut _ -> forMembers(caller, () -> logins.logOut(caller));
          case LogOutAll _ -> forMembers(caller, () -> logins.logOutAll(caller));
          case ListSessions wish -> forMembers(caller, () -> logins.list(caller, wish.page()));
          case EndSession wish -> forMembers(caller, () -> logins.end(caller, wish.sessionId()));
          case GetMe _ -> forMembers(caller, () -> members.me(caller));
          case GetMember wish -> forMembers(caller, () -> members.member(caller, wish.email()));
          case DisableMember command ->
              only(Role.ROLE_ADMIN, caller, () -> members.disable(caller, command));
          case EnableMember command ->
              only(Role.ROLE_ADMIN, caller, () -> members.enable(caller, command));
          case GetRevocations wish ->
              only(Role.ROLE_SERVICE, caller, () -> Answer.of(logins.revocations(wish.since())));
        });
  }

  private static Answer forMembers(Caller caller, Supplier<Reply> reply) {
    return Answer.of(caller.sessionId() == null ? new Forbidden("only members") : reply.get());
  }

  private static Answer only(Role role, Caller caller, Supplier<Answer> answer) {
    return caller.is(role) ? answer.get() : Answer.of(new Forbidden("only " + role));
  }
}
