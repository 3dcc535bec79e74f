package io.tidegate.identity;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.KeySet;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.MemberView;
import io.tidegate.contracts.identity.IdentityApi.Reissue;
import io.tidegate.contracts.identity.IdentityApi.SignUp;
import io.tidegate.contracts.identity.IdentityApi.SignedUp;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** A node that carries identity, with cheap hashes, and those who ask it things. */
final class IdentityNode implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";
  static final Caller ADMIN =
      new Caller(
          UUID.randomUUID().toString(),
          Set.of(Role.ROLE_USER, Role.ROLE_ADMIN),
          new SessionId(UUID.randomUUID()));

  private final TestNode node;

  private IdentityNode(TestNode node) {
    this.node = node;
  }

  static TestNode.Plan plan(TestDatabase database, Path folder) {
    return cheap(TestNode.on(database), folder);
  }

  static TestNode.Plan cheap(TestNode.Plan plan, Path folder) {
    return plan.set("identity", "signingKeysFile", folder.resolve("keys.json").toString())
        .set("identity", "createSigningKeys", true)
        .set("identity", "argonMemoryKib", 64)
        .set("identity", "argonIterations", 1);
  }

  static IdentityNode start(TestNode.Plan plan) {
    var started = plan.start();
    started.deploy(new IdentityModule(started.platform()));
    return new IdentityNode(started);
  }

  TestNode node() {
    return node;
  }

  Future<Answer> ask(IdentityApi.Request request, Caller caller) {
    return node.ask(IdentityApi.ROLE, request, caller);
  }

  Reply reply(IdentityApi.Request request, Caller caller) {
    return Await.result(ask(request, caller)).reply();
  }

  <R extends Reply> R reply(IdentityApi.Request request, Caller caller, Class<R> type) {
    return node.ask(IdentityApi.ROLE, request, caller, type);
  }

  /** Signs somebody up; the address. */
  String signUp() {
    var email = UUID.randomUUID() + "@example.com";
    return reply(new SignUp(email, PASSWORD), Caller.ANONYMOUS, SignedUp.class).email();
  }

  TokenPair logIn(String email) {
    return reply(new LogIn(email, PASSWORD), Caller.ANONYMOUS, TokenPair.class);
  }

  Reply reissue(TokenPair pair) {
    return reply(new Reissue(pair.accessToken(), pair.refreshToken()), Caller.ANONYMOUS);
  }

  /** Who holds a pair, as a gateway finds out. */
  Caller holder(TokenPair pair) {
    return Await.result(gateway().verify(pair.accessToken()));
  }

  AccessTokens gateway() {
    var published = reply(new GetKeys(), Caller.ANONYMOUS, KeySet.class);
    return AccessTokens.verifying(
        node.vertx(), JwkSet.parse(published.jwks()), "tidegate", "tidegate-api");
  }

  MemberView me(Caller caller) {
    return reply(new GetMe(), caller, MemberView.class);
  }

  static RequestKey key() {
    return new RequestKey(UUID.randomUUID().toString(), "fingerprint");
  }

  @Override
  public void close() {
    node.close();
  }
}
