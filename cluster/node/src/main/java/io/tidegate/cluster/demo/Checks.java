package io.tidegate.cluster.demo;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.AnswersChecker;
import io.tidegate.cluster.check.CheckException;
import io.tidegate.cluster.check.CheckReport;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.LedgerChecker;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.cluster.check.StockLedger;
import io.tidegate.platform.kafka.KafkaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the shop to its promises: in the database and in Kafka, and over the API. */
final class Checks {

  private final ReadBack readBack;
  private final Shelf shelf;
  private final PostgresLogin postgres;
  private final KafkaConfig kafka;

  Checks(ReadBack readBack, Shelf shelf, PostgresLogin postgres, KafkaConfig kafka) {
    this.readBack = readBack;
    this.shelf = shelf;
    this.postgres = postgres;
    this.kafka = kafka;
  }

  /**
   * Looks at everything.
   *
   * @param skus those that were for sale: their ledgers are read over the API and say what was sold
   * @param undispatched confirmed orders that have not left, though they should have
   */
  Verdict check(Tally tally, List<String> skus, Set<String> undispatched)
      throws InterruptedException {
    var report = report(tally);
    var wrong =
        report.verdicts().stream()
            .collect(Collectors.toMap(one -> one.checker(), one -> one.wrong()));
    var checks = new ArrayList<Check>();
    checks.add(new Check("every confirmed order was dispatched", undispatched.size()));
    checks.add(new Check("every attempt was answered", tally.unanswered()));
    checks.add(
        new Check(
            "every answer was one of the contract's"
                + (tally.unexpected() == 0 ? "" : ", unlike " + tally.firstUnexpected()),
            tally.unexpected()));
    return verdict(tally, skus, report, wrong, checks);
  }

  private CheckReport report(Tally tally) {
    try (var shop = ShopUnderCheck.open(postgres, kafka)) {
      var checkers = new ArrayList<>(Checkers.all());
      checkers.add(new LedgerChecker(tally.ledger()));
      checkers.add(new AnswersChecker(tally.ledger(), readBack));
      return new CheckReport(Checkers.check(shop, checkers), List.of());
    } catch (CheckException cause) {
      throw new DemoException(cause.getMessage(), cause);
    }
  }

  private Verdict verdict(
      Tally tally,
      List<String> skus,
      CheckReport report,
      Map<String, Long> wrong,
      List<Check> checks)
      throws InterruptedException {
    var sold = 0L;
    var received = 0L;
    var beyond = 0L;
    var astray = 0L;
    for (var sku : skus) {
      var level = shelf.level(sku);
      var sum = StockLedger.replay(readBack.movements(sku));
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
        Math.max(beyond, wrong.get("stock") + wrong.get("reservations")),
        wrong.get("ledger") + wrong.get("answers"),
        wrong.get("keys"),
        report,
        List.copyOf(checks));
  }
}
