package io.tidegate.loadtests.bench.shop;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
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
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Access tokens of members that never signed up, signed with the shop's own key: to the gateway
 * they are like any other, and ten thousand logins are not what is measured here.
 */
public final class Tokens implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofMinutes(55);
  private static final Duration RENEW_AFTER = Duration.ofMinutes(25);

  private final Vertx vertx = Vertx.vertx();
  private final AccessTokens signer;
  private final int count;
  private final UuidV7 ids = new UuidV7(InstantSource.system());
  private List<String> tokens = List.of();
  private Instant signedAt = Instant.EPOCH;

  /**
   * @param count how many members order
   */
  public Tokens(Path signingKeys, int count) {
    try {
      var keys = JwkSet.parse(Files.readString(signingKeys));
      this.signer = AccessTokens.signing(vertx, keys, "tidegate", "tidegate-api");
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    this.count = count;
  }

  /** One token for each member, good for the next minutes. */
  public List<String> ofMembers() {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    if (signedAt.plus(RENEW_AFTER).isBefore(now)) {
      signedAt = now;
      tokens =
          IntStream.range(0, count).parallel().mapToObj(_ -> sign(Role.ROLE_USER, now)).toList();
    }
    return tokens;
  }

  /** Tokens of so many admins: what one caller may do in a second is limited. */
  public List<String> ofAdmins(int admins) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return IntStream.range(0, admins).mapToObj(_ -> sign(Role.ROLE_ADMIN, now)).toList();
  }

  private String sign(Role role, Instant now) {
    var holder =
        new Caller(next().toString(), EnumSet.of(Role.ROLE_USER, role), new SessionId(next()));
    return signer.sign(holder, next(), now, now.plus(LIFETIME));
  }

  private synchronized UUID next() {
    return ids.next();
  }

  @Override
  public void close() {
    vertx.close();
  }
}
