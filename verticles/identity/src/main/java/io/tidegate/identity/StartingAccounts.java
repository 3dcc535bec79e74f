package io.tidegate.identity;

import io.tidegate.contracts.MemberId;
import io.tidegate.identity.IdentityConfig.Account;
import io.tidegate.identity.domain.Member;
import io.tidegate.identity.password.Passwords;
import io.tidegate.identity.store.EndedLogins;
import io.tidegate.identity.store.MemberStore;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the members whom the settings name can log in as the settings say, with their
 * roles: makes them, or gives them that password and those roles; a changed password ends the
 * logins of the old one. Nodes that start at once may all do it, and come to the same. Virtual
 * thread.
 */
final class StartingAccounts {

  private static final Logger LOG = LoggerFactory.getLogger(StartingAccounts.class);
  private static final Duration TIME_MAX = Duration.ofSeconds(30);

  private final List<Account> accounts;
  private final Postgres postgres;
  private final MemberStore members;
  private final EndedLogins ended;
  private final Passwords passwords;
  private final RevocationNotices notices;
  private final Platform platform;
  private final AtomicBoolean ensured = new AtomicBoolean();

  StartingAccounts(
      List<Account> accounts,
      Postgres postgres,
      MemberStore members,
      EndedLogins ended,
      Passwords passwords,
      RevocationNotices notices,
      Platform platform) {
    this.accounts = List.copyOf(accounts);
    this.postgres = postgres;
    this.members = members;
    this.ended = ended;
    this.passwords = passwords;
    this.notices = notices;
    this.platform = platform;
  }

  /** Does it, once for a node. */
  void ensure() {
    if (!ensured.get()) {
      var deadline = Deadline.in(TIME_MAX);
      accounts.forEach(account -> ensure(account, deadline));
      ensured.set(true);
    }
  }

  private void ensure(Account account, Deadline deadline) {
    var known = members.byEmail(account.email()).await();
    if (known.isEmpty()) {
      if (add(account, deadline)) {
        return;
      }
      known = members.byEmail(account.email()).await();
    }
    var member = known.orElseThrow();
    var hash = Optional.of(member.passwordHash());
    var hasPassword = passwords.matches(account.password(), hash, deadline).await();
    if (!hasPassword || !member.roles().equals(account.roles())) {
      equip(member, account, hasPassword, deadline);
    }
  }

  /** False where another node was faster. */
  private boolean add(Account account, Deadline deadline) {
    var hash = passwords.hash(account.password(), deadline).await();
    var memberId = new MemberId(platform.ids().next());
    var member = new Member(memberId, account.email(), hash, account.roles(), false);
    var added = members.add(member, platform.clock().instant()).await();
    if (added) {
      LOG.info("made member {} with {}", memberId, account.roles());
    }
    return added;
  }

  private void equip(Member member, Account account, boolean hasPassword, Deadline deadline) {
    var hash =
        hasPassword ? member.passwordHash() : passwords.hash(account.password(), deadline).await();
    var revocations =
        postgres
            .inTransaction(
                tx ->
                    members
                        .equip(tx, member.memberId(), hash, account.roles())
                        .compose(_ -> ended.endAll(tx, member.memberId())))
            .await();
    notices.tell(revocations);
    LOG.info("member {} has the password and the roles of the settings", member.memberId());
  }
}
