package io.tidegate.cluster.demo;

import io.tidegate.cluster.demo.ShopDatabase.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds the shop to its three promises, over the API and in the database. */
final class Checks {

  private static final Duration SETTLING_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final ShopClient shop;
  private final ReadBack readBack;
  private final Shelf shelf;
  private final String postgresUri;

  Checks(ShopClient shop, ReadBack readBack, Shelf shelf, String postgresUri) {
    this.shop = shop;
    this.readBack = readBack;
    this.shelf = shelf;
    this.postgresUri = postgresUri;
  }

  /**
   * @param skus those that were for sale: their ledgers are read over the API and say what was sold
   * @param undispatched confirmed orders that have not left, though they should have
   */
  Verdict check(Tally tally, List<String> skus, Set<String> undispatched)
      throws InterruptedException {
    var answers = new Answers(tally.answers());
    var lostOverApi = readBack.lost(answers);
    try (var database = ShopDatabase.open(postgresUri)) {
      var snapshot = settled(database, answers);
      var checks = new ArrayList<Check>();
      checks.add(
          new Check(
              String.format(
                  Locale.ROOT,
                  "%,d answered orders are there, as answered",
                  answers.orderIds().size()),
              lostOverApi + snapshot.lost() + snapshot.unkept()));
      checks.add(
          new Check("every key has one order, in the answers too", duplicated(answers, snapshot)));
      checks.add(
          new Check(
              String.format(
                  Locale.ROOT,
                  "the movements of all %,d SKUs give their stock levels",
                  snapshot.skus()),
              snapshot.astray()));
      checks.add(new Check("no stock was below zero at any movement", snapshot.beyond()));
      checks.add(new Check("no more is promised than came in", snapshot.overpromised()));
      checks.add(new Check("orders and inventory agree on every order", snapshot.disagreeing()));
      checks.add(new Check("every confirmed order was dispatched", undispatched.size()));
      checks.add(new Check("every attempt was answered", tally.unanswered()));
      checks.add(
          new Check(
              "every answer was one of the contract's"
                  + (tally.unexpected() == 0 ? "" : ", unlike " + tally.firstUnexpected()),
              tally.unexpected()));
      return verdict(tally, skus, answers, snapshot, lostOverApi, checks);
    }
  }

  private Verdict verdict(
      Tally tally,
      List<String> skus,
      Answers answers,
      Snapshot snapshot,
      long lostOverApi,
      List<Check> checks)
      throws InterruptedException {
    var sold = 0L;
    var received = 0L;
    var beyond = 0L;
    var astray = 0L;
    for (var sku : skus) {
      var level = shelf.level(sku);
      var sum = Ledger.replay(readBack.movements(sku));
      sold += sum.sold();
      received += sum.received();
      beyond += sum.beyond();
      if (level.path("onHand").asLong() != sum.onHand()
          || level.path("reserved").asLong() != sum.reserved()
          || level.path("available").asLong() != sum.onHand() - sum.reserved()) {
        astray++;
      }
    }
    checks.add(
        new Check(
            String.format(
                Locale.ROOT,
                "the API's ledgers and levels agree (%,d of the SKUs on sale)",
                skus.size()),
            astray));
    return new Verdict(
        sold,
        received,
        tally.refused(),
        Math.max(beyond, Math.max(snapshot.beyond(), snapshot.overpromised())),
        Math.max(lostOverApi, snapshot.lost() + snapshot.unkept()),
        duplicated(answers, snapshot),
        List.copyOf(checks));
  }

  /** Releases and goods issues follow by events: looks until they have, or for long enough. */
  private Snapshot settled(ShopDatabase database, Answers answers) throws InterruptedException {
    var deadline = System.nanoTime() + SETTLING_TIME.toNanos();
    var snapshot = database.look(answers);
    while (snapshot.disagreeing() > 0
        && System.nanoTime() < deadline
        && !shop.closesWithin(LOOK_AGAIN)) {
      snapshot = database.look(answers);
    }
    return snapshot;
  }

  private static long duplicated(Answers answers, Snapshot snapshot) {
    return Math.max(answers.keysWithTwoOrders(), snapshot.duplicated());
  }
}
