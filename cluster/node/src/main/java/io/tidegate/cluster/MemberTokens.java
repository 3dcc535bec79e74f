package io.tidegate.cluster;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.AccessTokens;
import io.tidegate.platform.guard.JwkSet;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;

/**
 * Access tokens signed with the shop's own key, for tools that act as its members: to a gateway
 * they are like those of a login. Any thread.
 */
public final class MemberTokens implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final UuidV7 ids = new UuidV7(InstantSource.system());
  private final AccessTokens signer;

  /** By the keys in this file, the first of which signs. */
  public MemberTokens(Path signingKeys, String issuer, String audience) {
    try {
      var keys = JwkSet.parse(Files.readString(signingKeys));
      this.signer = AccessTokens.signing(vertx, keys, issuer, audience);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** By the settings of a node that carries identity. */
  public static MemberTokens of(Conf conf) {
    var platform = conf.section("platform");
    return new MemberTokens(
        Path.of(conf.section("identity").text("signingKeysFile")),
        platform.text("tokenIssuer"),
        platform.text("tokenAudience"));
  }

  /** One of a login that never was, good from now on. */
  public String sign(String memberId, Role role, Duration lifetime) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var roles = EnumSet.of(Role.ROLE_USER, role);
    var holder = new Caller(memberId, roles, new SessionId(ids.next()));
    return signer.sign(holder, ids.next(), now, now.plus(lifetime));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
