package io.tidegate.gateway.route;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.DisableMember;
import io.tidegate.contracts.identity.IdentityApi.Done;
import io.tidegate.contracts.identity.IdentityApi.EnableMember;
import io.tidegate.contracts.identity.IdentityApi.EndSession;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.GetMember;
import io.tidegate.contracts.identity.IdentityApi.KeySet;
import io.tidegate.contracts.identity.IdentityApi.ListSessions;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.LogOut;
import io.tidegate.contracts.identity.IdentityApi.LogOutAll;
import io.tidegate.contracts.identity.IdentityApi.MemberEmail;
import io.tidegate.contracts.identity.IdentityApi.MemberView;
import io.tidegate.contracts.identity.IdentityApi.Reissue;
import io.tidegate.contracts.identity.IdentityApi.SessionPage;
import io.tidegate.contracts.identity.IdentityApi.SignUp;
import io.tidegate.contracts.identity.IdentityApi.SignedUp;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.tidegate.gateway.caller.SigningKeys;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.regex.Pattern;

/** Members, their logins, and the keys that tokens are verified with. Event loop. */
public final class IdentityRoutes {

  /** What an address may look like at most; anything else is nobody's. */
  private static final Pattern ADDRESS = Pattern.compile("[^\\s\\p{Cntrl}]{1,254}");

  /** Keys are published before they are used, by longer than this. */
  private static final String KEPT_A_MINUTE = "public, max-age=60";

  private final SigningKeys keys;
  private final UuidV7 ids;

  public IdentityRoutes(SigningKeys keys, UuidV7 ids) {
    this.keys = keys;
    this.ids = ids;
  }

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("signUp", this::signUp)
        .on("logIn", this::logIn)
        .on("reissue", this::reissue)
        .on("logOut", call -> done(call, new LogOut()))
        .on("logOutAll", call -> done(call, new LogOutAll()))
        .on("getKeys", this::getKeys)
        .on("getMe", this::getMe)
        .on("getMember", this::getMember)
        .on("listSessions", this::listSessions)
        .on("endSession", call -> done(call, new EndSession(call.path("sid", SessionId::of))))
        .on("disableMember", this::disableMember)
        .on("enableMember", this::enableMember);
  }

  private Future<Void> signUp(Call call) {
    var body = call.body();
    var command = new SignUp(body.getString("email"), body.getString("password"));
    return call.ask(IdentityApi.ROLE, command, SignedUp.class)
        .compose(answer -> call.answer(201, answer.reply()));
  }

  private Future<Void> logIn(Call call) {
    var body = call.body();
    var command = new LogIn(body.getString("email"), body.getString("password"));
    return call.ask(IdentityApi.ROLE, command, TokenPair.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> reissue(Call call) {
    var body = call.body();
    var command = new Reissue(body.getString("accessToken"), body.getString("refreshToken"));
    return call.ask(IdentityApi.ROLE, command, TokenPair.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> getKeys(Call call) {
    return call.ask(IdentityApi.ROLE, new GetKeys(), KeySet.class)
        .map(answer -> answer.reply().jwks())
        .recover(this::lastKnownKeys)
        .compose(
            jwks -> call.with("Cache-Control", KEPT_A_MINUTE).answer(200, Buffer.buffer(jwks)));
  }

  private Future<String> lastKnownKeys(Throwable cause) {
    var jwks = keys.jwks();
    return cause instanceof FaultException && jwks != null
        ? Future.succeededFuture(jwks)
        : Future.failedFuture(cause);
  }

  private Future<Void> getMe(Call call) {
    return call.ask(IdentityApi.ROLE, new GetMe(), MemberView.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> getMember(Call call) {
    var question = new GetMember(call.path("email", IdentityRoutes::address));
    return call.ask(IdentityApi.ROLE, question, MemberEmail.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private static String address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("not an address");
    }
    return text;
  }

  private Future<Void> listSessions(Call call) {
    return call.ask(IdentityApi.ROLE, new ListSessions(call.page()), SessionPage.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> disableMember(Call call) {
    var memberId = call.path("memberId", MemberId::of);
    return done(call, new DisableMember(memberId, call.keyOr(ids.next().toString())));
  }

  private Future<Void> enableMember(Call call) {
    var memberId = call.path("memberId", MemberId::of);
    return done(call, new EnableMember(memberId, call.keyOr(ids.next().toString())));
  }

  private static Future<Void> done(Call call, IdentityApi.Request command) {
    return call.ask(IdentityApi.ROLE, command, Done.class)
        .compose(answer -> call.replayed(answer.replayed()).answer(204));
  }
}
