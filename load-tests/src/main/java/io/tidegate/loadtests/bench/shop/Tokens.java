package io.tidegate.loadtests.bench.shop;

import io.tidegate.cluster.MemberTokens;
import io.tidegate.contracts.Role;
import io.tidegate.platform.id.UuidV7;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Access tokens of members that never signed up, signed with the shop's own key: to the gateway
 * they are like any other, and ten thousand logins are not what is measured here.
 */
public final class Tokens implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofMinutes(55);
  private static final Duration RENEW_AFTER = Duration.ofMinutes(25);

  private final MemberTokens signer;
  private final int count;
  private final UuidV7 ids = new UuidV7(InstantSource.system());
  private List<String> tokens = List.of();
  private Instant signedAt = Instant.EPOCH;

  /**
   * @param count how many members order
   */
  public Tokens(Path signingKeys, int count) {
    this.signer = new MemberTokens(signingKeys, "tidegate", "tidegate-api");
    this.count = count;
  }

  /** One token for each member, good for the next minutes. */
  public List<String> ofMembers() {
    var now = Instant.now();
    if (signedAt.plus(RENEW_AFTER).isBefore(now)) {
      signedAt = now;
      tokens = IntStream.range(0, count).parallel().mapToObj(_ -> sign(Role.ROLE_USER)).toList();
    }
    return tokens;
  }

  /** Tokens of so many admins: what one caller may do in a second is limited. */
  public List<String> ofAdmins(int admins) {
    return IntStream.range(0, admins).mapToObj(_ -> sign(Role.ROLE_ADMIN)).toList();
  }

  private String sign(Role role) {
    return signer.sign(ids.next().toString(), role, LIFETIME);
  }

  @Override
  public void close() {
    signer.close();
  }
}
