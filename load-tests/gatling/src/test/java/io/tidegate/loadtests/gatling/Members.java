package io.tidegate.loadtests.gatling;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** All who have an account in this run, and the admin; none of them runs out of token. */
final class Members {

  /** Hashing a password keeps a core busy for a while: more at once would only wait. */
  private static final int AT_ONCE = 8;

  private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);
  private static final Duration RENEW_BEFORE = Duration.ofSeconds(60);

  private final List<Member> members;
  private final Member admin;

  private Members(List<Member> members, Member admin) {
    this.members = members;
    this.admin = admin;
  }

  static Members enter(Shop shop, ShopAccess access, String run, int count)
      throws InterruptedException {
    var password = UUID.randomUUID().toString();
    var admin = Member.known(shop, access.adminEmail(), access.adminPassword());
    var members =
        InParallel.run(
            count,
            AT_ONCE,
            number ->
                Member.signUp(
                    shop,
                    String.format(Locale.ROOT, "load-%s-%05d@load.example", run, number),
                    password));
    var all = new Members(members, admin);
    var _ = Thread.ofVirtual().name("renewals").start(() -> all.stay(shop));
    return all;
  }

  Member any() {
    return members.get(ThreadLocalRandom.current().nextInt(members.size()));
  }

  Member admin() {
    return admin;
  }

  /** Until the shop is closed. */
  private void stay(Shop shop) {
    try {
      while (!shop.closesWithin(LOOK_PERIOD)) {
        for (var member : Stream.concat(Stream.of(admin), members.stream()).toList()) {
          member.stay(shop, RENEW_BEFORE.toMillis());
        }
      }
    } catch (InterruptedException _) {
      // The run is over.
    }
  }
}
