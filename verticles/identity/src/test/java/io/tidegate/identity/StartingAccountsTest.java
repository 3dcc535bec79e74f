package io.tidegate.identity;

import static io.tidegate.contracts.Caller.ANONYMOUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tidegate.contracts.Role;
import io.tidegate.contracts.identity.IdentityApi.InvalidCredentials;
import io.tidegate.contracts.identity.IdentityApi.LogIn;
import io.tidegate.contracts.identity.IdentityApi.TokenPair;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingAccountsTest {

  private static final String ADMIN = "admin@example.com";
  private static final String OPS = "ops@example.com";
  private static final String FIRST = "the first password";
  private static final String SECOND = "the second password";

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.of("identity", "uuid");
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void canLogInWithTheirRolesOnceANodeHasStarted() {
    try (var node = IdentityNode.start(plan(FIRST))) {
      assertEquals(Set.of(Role.ROLE_USER, Role.ROLE_ADMIN), roles(node, ADMIN));
      assertEquals(Set.of(Role.ROLE_USER, Role.ROLE_OPS), roles(node, OPS));
    }
  }

  @Test
  void areMadeOnceWhereSeveralNodesStartAtOnce() throws Exception {
    var nodes = 3;
    try (var threads = Executors.newFixedThreadPool(nodes)) {
      Callable<IdentityNode> start = () -> IdentityNode.start(plan(FIRST));
      for (var started :
          threads.invokeAll(IntStream.range(0, nodes).mapToObj(_ -> start).toList())) {
        try (var node = started.get()) {
          assertInstanceOf(TokenPair.class, logIn(node, FIRST));
        }
      }
    }
    assertEquals(2, database.number("SELECT count(*) FROM identity.member"));
  }

  @Test
  void keepTheirLoginsWhenANodeStartsAgain() {
    TokenPair pair;
    try (var node = IdentityNode.start(plan(FIRST))) {
      pair = assertInstanceOf(TokenPair.class, logIn(node, FIRST));
    }
    try (var node = IdentityNode.start(plan(FIRST))) {
      assertInstanceOf(TokenPair.class, node.reissue(pair));
    }
  }

  @Test
  void getThePasswordOfTheSettings() {
    TokenPair pair;
    try (var node = IdentityNode.start(plan(FIRST))) {
      pair = assertInstanceOf(TokenPair.class, logIn(node, FIRST));
    }
    try (var node = IdentityNode.start(plan(SECOND))) {
      assertInstanceOf(TokenPair.class, logIn(node, SECOND));
      assertEquals(new InvalidCredentials(), logIn(node, FIRST));
      assertEquals(new TokenRevoked(), node.reissue(pair));
    }
  }

  @Test
  void getTheRolesOfTheSettings() {
    try (var node = IdentityNode.start(plan(FIRST))) {
      database.execute("UPDATE identity.member SET roles = '{ROLE_USER}'");
      assertEquals(Set.of(Role.ROLE_USER), roles(node, ADMIN));
    }
    try (var node = IdentityNode.start(plan(FIRST))) {
      assertEquals(Set.of(Role.ROLE_USER, Role.ROLE_ADMIN), roles(node, ADMIN));
    }
  }

  @Test
  void getAHashOfTodaysCostWhenTheyLogIn() {
    try (var node = IdentityNode.start(plan(FIRST))) {
      logIn(node, FIRST);
    }
    try (var node = IdentityNode.start(plan(FIRST).set("identity", "argonIterations", 2))) {
      assertInstanceOf(TokenPair.class, logIn(node, FIRST));
      assertEquals(
          1,
          database.number(
              "SELECT count(*) FROM identity.member WHERE password_hash LIKE '%,t=2,%'"));
      assertInstanceOf(TokenPair.class, logIn(node, FIRST));
    }
  }

  private TestNode.Plan plan(String password) {
    return IdentityNode.plan(database, folder)
        .set("identity", "adminEmail", ADMIN)
        .set("identity", "adminPassword", password)
        .set("identity", "opsEmail", OPS)
        .set("identity", "opsPassword", password);
  }

  private static Object logIn(IdentityNode node, String password) {
    return node.reply(new LogIn(ADMIN, password), ANONYMOUS);
  }

  private static Set<Role> roles(IdentityNode node, String email) {
    var pair = node.reply(new LogIn(email, FIRST), ANONYMOUS, TokenPair.class);
    return node.holder(pair).roles();
  }
}
