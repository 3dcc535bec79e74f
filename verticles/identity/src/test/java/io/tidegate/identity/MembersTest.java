package io.tidegate.identity;

import static io.tidegate.contracts.Caller.ANONYMOUS;
import static io.tidegate.identity.IdentityNode.ADMIN;
import static io.tidegate.identity.IdentityNode.PASSWORD;
import static io.tidegate.identity.IdentityNode.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.DisableMember;
import io.tidegate.contracts.identity.IdentityApi.Done;
import io.tidegate.contracts.identity.IdentityApi.EmailTaken;
import io.tidegate.contracts.identity.IdentityApi.EnableMember;
import io.tidegate.contracts.identity.IdentityApi.GetMe;
import io.tidegate.contracts.identity.IdentityApi.GetMember;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.MemberEmail;
import io.tidegate.contracts.identity.IdentityApi.SignUp;
import io.tidegate.contracts.identity.IdentityApi.SignedUp;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {

  @TempDir static Path folder;
  private static TestDatabase database;
  private static IdentityNode identity;

  @BeforeAll
  static void start() {
    database = TestDatabase.of("identity", "uuid");
    identity = IdentityNode.start(IdentityNode.plan(database, folder));
  }

  @AfterAll
  static void stop() {
    identity.close();
    database.close();
  }

  @Test
  void keepsAnAddressInLowerCase() {
    var name = UUID.randomUUID().toString();

    var signedUp = identity.reply(new SignUp("Mina-" + name + "@Example.COM", PASSWORD), ANONYMOUS);

    assertEquals(new SignedUp("mina-" + name + "@example.com"), signedUp);
    assertInstanceOf(
        TokenPair.class,
        identity.reply(new LogIn("MINA-" + name + "@example.com", PASSWORD), ANONYMOUS));
  }

  @Test
  void keepsNoPassword() {
    var email = identity.signUp();

    var kept =
        database.text(
            "SELECT row_to_json(m) FROM identity.member m WHERE email = '%s'".formatted(email));

    assertFalse(kept.contains(PASSWORD));
    assertTrue(kept.contains("$argon2id$v=19$m=64,t=1,p=1$"));
  }

  @Test
  void givesAnAddressToOneMemberOnly() {
    var email = identity.signUp();

    assertEquals(
        new EmailTaken(),
        identity.reply(new SignUp(email.toUpperCase(java.util.Locale.ROOT), PASSWORD), ANONYMOUS));
  }

  @Test
  void givesAnAddressToOneOfThoseWhoAskAtOnce() {
    var email = UUID.randomUUID() + "@example.com";
    List<Future<Answer>> asked = new ArrayList<>();
    for (var i = 0; i < 8; i++) {
      asked.add(identity.ask(new SignUp(email, PASSWORD), ANONYMOUS));
    }

    var replies = asked.stream().map(Await::result).map(Answer::reply).toList();

    assertEquals(1, replies.stream().filter(SignedUp.class::isInstance).count());
    assertEquals(7, replies.stream().filter(EmailTaken.class::isInstance).count());
  }

  @Test
  void refusesWhatIsNoAddressOrNoPassword() {
    assertEquals("/email", pointer(identity.reply(new SignUp("mi na@x", PASSWORD), ANONYMOUS)));
    assertEquals("/password", pointer(identity.reply(new SignUp("mina@x", "short"), ANONYMOUS)));
  }

  @Test
  void tellsMembersWhoTheyAre() {
    var email = identity.signUp();

    var me = identity.me(identity.holder(identity.logIn(email)));

    assertEquals(email, me.email());
    assertEquals(Set.of(Role.ROLE_USER), me.roles());
  }

  @Test
  void showsMembersToThemselvesAndToAdmins() {
    var email = identity.signUp();
    var mina = identity.holder(identity.logIn(email));
    var other = identity.holder(identity.logIn(identity.signUp()));
    var question = new GetMember(email.toUpperCase(java.util.Locale.ROOT));

    assertEquals(new MemberEmail(email), identity.reply(question, mina));
    assertEquals(new MemberEmail(email), identity.reply(question, ADMIN));
    assertInstanceOf(NotFound.class, identity.reply(question, other));
    assertEquals(
        identity.reply(new GetMember("nobody@example.com"), other),
        identity.reply(question, other),
        "the answer betrays who is a member");
    assertInstanceOf(NotFound.class, identity.reply(new GetMember("no address"), ADMIN));
  }

  @Test
  void answersMembersOnly() {
    assertInstanceOf(Forbidden.class, identity.reply(new GetMe(), ANONYMOUS));
    assertInstanceOf(Forbidden.class, identity.reply(new GetMe(), Caller.service("order")));
  }

  @Test
  void endsTheLoginsOfADisabledMember() {
    var email = identity.signUp();
    var pair = identity.logIn(email);
    var mina = identity.me(identity.holder(pair));

    assertEquals(new Done(), identity.reply(new DisableMember(mina.memberId(), key()), ADMIN));

    assertEquals(new TokenRevoked(), identity.reissue(pair));
    assertEquals(new InvalidCredentials(), identity.reply(new LogIn(email, PASSWORD), ANONYMOUS));
  }

  @Test
  void answersARepeatedCommandAsTheFirst() {
    var email = identity.signUp();
    var mina = identity.me(identity.holder(identity.logIn(email)));
    var disable = new DisableMember(mina.memberId(), key());
    identity.reply(disable, ADMIN, Done.class);
    identity.reply(new EnableMember(mina.memberId(), key()), ADMIN, Done.class);

    var again = Await.result(identity.ask(disable, ADMIN));

    assertTrue(again.replayed());
    assertInstanceOf(TokenPair.class, identity.logIn(email), "it was carried out again");
  }

  @Test
  void letsAnEnabledMemberLogInAgain() {
    var email = identity.signUp();
    var mina = identity.me(identity.holder(identity.logIn(email)));
    identity.reply(new DisableMember(mina.memberId(), key()), ADMIN, Done.class);

    identity.reply(new EnableMember(mina.memberId(), key()), ADMIN, Done.class);

    assertInstanceOf(TokenPair.class, identity.logIn(email));
  }

  @Test
  void leavesNoLoginToAMemberWhoIsDisabledWhileLoggingIn() {
    var email = identity.signUp();
    var mina = identity.me(identity.holder(identity.logIn(email)));
    List<Future<Answer>> asked = new ArrayList<>();
    for (var i = 0; i < 20; i++) {
      asked.add(identity.ask(new LogIn(email, PASSWORD), ANONYMOUS));
      if (i == 5) {
        asked.add(identity.ask(new DisableMember(mina.memberId(), key()), ADMIN));
      }
    }
    asked.forEach(Await::result);

    assertEquals(
        0,
        database.number(
            "SELECT count(*) FROM identity.login WHERE member_id = '%s' AND ended_at IS NULL"
                .formatted(mina.memberId())));
  }

  @Test
  void letsOnlyAdminsDisable() {
    var mina = identity.holder(identity.logIn(identity.signUp()));
    var other = identity.me(identity.holder(identity.logIn(identity.signUp()))).memberId();

    assertInstanceOf(Forbidden.class, identity.reply(new DisableMember(other, key()), mina));
    assertInstanceOf(Forbidden.class, identity.reply(new EnableMember(other, key()), mina));
    assertInstanceOf(
        Forbidden.class, identity.reply(new DisableMember(other, key()), Caller.service("order")));
  }

  @Test
  void knowsWhomThereIsToDisable() {
    var nobody = new MemberId(UUID.randomUUID());

    assertInstanceOf(NotFound.class, identity.reply(new DisableMember(nobody, key()), ADMIN));
    assertInstanceOf(NotFound.class, identity.reply(new EnableMember(nobody, key()), ADMIN));
  }

  private static String pointer(Reply reply) {
    return assertInstanceOf(Invalid.class, reply).violations().getFirst().pointer();
  }
}
