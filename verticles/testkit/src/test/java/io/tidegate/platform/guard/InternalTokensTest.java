package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InternalTokensTest {

  private final Vertx vertx = Vertx.vertx();
  private final String secret = UUID.randomUUID().toString();
  private final InternalTokens tokens = new InternalTokens(vertx, secret);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  @Test
  void saysWhoAsks() {
    var member =
        new Caller(
            UUID.randomUUID().toString(),
            Set.of(Role.ROLE_USER, Role.ROLE_ADMIN),
            new SessionId(UUID.randomUUID()));

    // By another node, which has the same secret and has not seen the token before.
    var other = new InternalTokens(vertx, secret);
    assertEquals(member, Await.result(other.verify(tokens.mint(member))));
  }

  @Test
  void saysThatNobodyInParticularAsks() {
    var other = new InternalTokens(vertx, secret);

    assertEquals(Caller.ANONYMOUS, Await.result(other.verify(tokens.mint(Caller.ANONYMOUS))));
  }

  @Test
  void remembersWhatItMinted() {
    assertSame(tokens.mint(Caller.service("order")), tokens.mint(Caller.service("order")));
  }

  @Test
  void refusesATokenOfAnotherSecret() {
    var forger = new InternalTokens(vertx, UUID.randomUUID().toString());

    var failure = Await.failure(tokens.verify(forger.mint(Caller.service("order"))));

    assertInstanceOf(TokenException.class, failure);
  }

  @Test
  void refusesNothingAtAll() {
    assertInstanceOf(TokenException.class, Await.failure(tokens.verify("")));
  }

  @Test
  void refusesAShortSecret() {
    assertThrows(IllegalArgumentException.class, () -> new InternalTokens(vertx, "secret"));
  }

  @Test
  void readsNoRoleThatItDoesNotKnow() {
    assertEquals(
        EnumSet.of(Role.ROLE_USER), InternalTokens.roles("ROLE_USER,ROLE_KING, ROLE_ADMIN"));
    assertEquals(EnumSet.noneOf(Role.class), InternalTokens.roles(""));
  }
}
