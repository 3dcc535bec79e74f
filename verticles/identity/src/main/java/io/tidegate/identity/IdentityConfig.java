package io.tidegate.identity;

import io.tidegate.contracts.Role;
import io.tidegate.identity.domain.EmailAddress;
import io.tidegate.identity.domain.Lifetimes;
import io.tidegate.identity.domain.PasswordRule;
import io.tidegate.identity.password.ArgonCost;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.conf.ConfException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Identity's settings, from {@code conf/identity.json}; how it reaches its schema is read by the
 * platform.
 *
 * @param retention how long a login that ended or expired is remembered
 * @param hashThreads how many passwords are hashed at a time, {@code hashQueueMax} more may wait
 * @param accounts the members that must exist when a node starts
 */
public record IdentityConfig(
    int inFlightMax,
    int slots,
    Lifetimes lifetimes,
    Duration retention,
    Duration sweepPause,
    Path signingKeysFile,
    boolean createSigningKeys,
    String tokenIssuer,
    String tokenAudience,
    int hashThreads,
    int hashQueueMax,
    ArgonCost argonCost,
    List<Account> accounts) {

  private static final int ACCESS_TOKEN_SECONDS_MAX = 86_400;

  public IdentityConfig {
    accounts = List.copyOf(accounts);
  }

  /** A member that the settings name. */
  record Account(EmailAddress email, String password, Set<Role> roles) {
    Account {
      roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
      return "Account[•••]";
    }
  }

  public static IdentityConfig from(Conf conf) {
    var identity = conf.section("identity");
    var platform = conf.section("platform");
    identity.integer("accessTokenSeconds", 1, ACCESS_TOKEN_SECONDS_MAX);
    var lifetimes =
        new Lifetimes(
            identity.seconds("accessTokenSeconds"),
            identity.seconds("refreshTokenSeconds"),
            identity.seconds("refreshIdleSeconds"));
    return new IdentityConfig(
        identity.integer("inFlightMax", 1, 100_000),
        identity.integer("slots", 1, 64),
        lifetimes,
        retention(identity, lifetimes),
        identity.milliseconds("sweepPauseMs"),
        Path.of(identity.text("signingKeysFile")),
        identity.flag("createSigningKeys"),
        platform.text("tokenIssuer"),
        platform.text("tokenAudience"),
        identity.integer("hashThreads", 1, 64),
        identity.integer("hashQueueMax", 0, 10_000),
        new ArgonCost(
            identity.integer("argonMemoryKib", 8, 1_048_576),
            identity.integer("argonIterations", 1, 100)),
        accounts(identity));
  }

  /** Gateways that start learn of the ends that matter to tokens which are still good. */
  private static Duration retention(Conf.Section identity, Lifetimes lifetimes) {
    var retention = identity.seconds("endedLoginRetentionSeconds");
    var least = lifetimes.accessToken().plusSeconds(60);
    if (retention.compareTo(least) < 0) {
      throw identity.wrong(
          "endedLoginRetentionSeconds",
          retention.toSeconds(),
          "%d at least, a minute more than accessTokenSeconds".formatted(least.toSeconds()));
    }
    return retention;
  }

  private static List<Account> accounts(Conf.Section identity) {
    var accounts = new ArrayList<Account>();
    add(accounts, identity, "admin", Role.ROLE_ADMIN);
    add(accounts, identity, "ops", Role.ROLE_OPS);
    return accounts;
  }

  private static void add(List<Account> accounts, Conf.Section identity, String name, Role role) {
    var email = identity.textOrNull(name + "Email");
    var password = identity.textOrNull(name + "Password");
    if (email == null && password == null) {
      return;
    }
    if (email == null || password == null) {
      throw new ConfException(
          "the settings identity.%1$sEmail and identity.%1$sPassword must both be set, or neither"
              .formatted(name));
    }
    if (!PasswordRule.allows(password)) {
      throw identity.wrong(name + "Password", "too short or too long", "8 to 128 characters long");
    }
    var address =
        EmailAddress.of(email)
            .orElseThrow(() -> identity.wrong(name + "Email", email, "an email address"));
    accounts.add(new Account(address, password, Set.of(Role.ROLE_USER, role)));
  }
}
