package io.tidegate.identity.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.identity.IdentityApi.InvalidToken;
import io.tidegate.contracts.identity.IdentityApi.TokenExpired;
import io.tidegate.contracts.identity.IdentityApi.TokenRevoked;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RenewalTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Lifetimes LIFETIMES =
      new Lifetimes(Duration.ofMinutes(10), DAY.multipliedBy(30), DAY.multipliedBy(7));
  private static final MemberId MINA = new MemberId(UUID.randomUUID());
  private static final SessionId SID = new SessionId(UUID.randomUUID());
  private static final Login LIVE = login(NOON, false);
  private static final Login ENDED = login(NOON, true);
  private static final RefreshToken UNSPENT = new RefreshToken(NOON.plus(DAY), false);
  private static final RefreshToken SPENT = new RefreshToken(NOON.plus(DAY), true);

  @Test
  void grantsAnUnspentTokenForAsLongAsALoginMayIdle() {
    assertEquals(
        new Renewal.Granted(NOON.plus(DAY.multipliedBy(7))),
        decide(LIVE.holder(), LIVE, UNSPENT, NOON));
  }

  @Test
  void grantsNothingBeyondTheEndOfTheLogin() {
    var old = login(NOON.minus(DAY.multipliedBy(28)), false);

    assertEquals(
        new Renewal.Granted(NOON.plus(DAY.multipliedBy(2))),
        decide(old.holder(), old, UNSPENT, NOON));
  }

  @Test
  void seesThatATokenIsReused() {
    assertEquals(new Renewal.Reused(), decide(LIVE.holder(), LIVE, SPENT, NOON));
  }

  @Test
  void seesThatATokenIsReusedAfterItsLoginEnded() {
    assertEquals(new Renewal.Reused(), decide(ENDED.holder(), ENDED, SPENT, NOON));
  }

  @Test
  void refusesALoginThatHasEnded() {
    assertEquals(
        new Renewal.Refused(new TokenRevoked()), decide(ENDED.holder(), ENDED, UNSPENT, NOON));
  }

  @Test
  void refusesATokenFromTheMomentItExpires() {
    assertEquals(
        new Renewal.Refused(new TokenExpired()),
        decide(LIVE.holder(), LIVE, UNSPENT, UNSPENT.expiresAt()));
    assertEquals(
        Renewal.Granted.class,
        decide(LIVE.holder(), LIVE, UNSPENT, UNSPENT.expiresAt().minusMillis(1)).getClass());
  }

  @Test
  void refusesTheAccessTokenOfAnotherLogin() {
    var other = new Caller(MINA.toString(), Set.of(), new SessionId(UUID.randomUUID()));

    assertEquals(new Renewal.Refused(new InvalidToken()), decide(other, LIVE, UNSPENT, NOON));
  }

  @Test
  void endsNothingForWhoOnlyHasAForeignAccessToken() {
    var other = new Caller(MINA.toString(), Set.of(), new SessionId(UUID.randomUUID()));

    assertEquals(new Renewal.Refused(new InvalidToken()), decide(other, LIVE, SPENT, NOON));
  }

  @Test
  void refusesTheAccessTokenOfAnotherMember() {
    var other = new Caller(UUID.randomUUID().toString(), Set.of(), SID);

    assertEquals(new Renewal.Refused(new InvalidToken()), decide(other, LIVE, UNSPENT, NOON));
  }

  private static Login login(Instant createdAt, boolean ended) {
    return new Login(SID, MINA, Set.of(Role.ROLE_USER), createdAt, ended);
  }

  private static Renewal decide(Caller holder, Login login, RefreshToken token, Instant now) {
    return Renewal.decide(holder, login, token, now, LIFETIMES);
  }
}
