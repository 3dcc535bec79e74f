package io.tidegate.loadtests.bench.measure;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.AnsweredChecker;
import io.tidegate.cluster.check.CheckException;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.cluster.check.Verdict;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.bench.load.OrderIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a database to the three promises after a round, by the checkers of {@code ./tidegate check}
 * that need nothing but orders and stock.
 */
public final class Books {

  private Books() {}

  /** What is wrong where nobody was told of any order; empty where all is right. */
  public static List<String> errors(Database database) {
    return errors(database, new OrderIds(), new OrderIds());
  }

  /**
   * What is wrong; empty where all is right.
   *
   * @param confirmed the orders that somebody was told are confirmed
   * @param unconfirmed other orders that somebody was told of
   */
  public static List<String> errors(Database database, OrderIds confirmed, OrderIds unconfirmed) {
    var login = new PostgresLogin(database.jdbcUrl(), database.user(), database.password());
    try (var shop = ShopUnderCheck.ofOrdersAndStock(login)) {
      var checkers = new ArrayList<>(Checkers.ofOrdersAndStock());
      checkers.add(new AnsweredChecker(confirmed.asList(), unconfirmed.asList()));
      return Checkers.check(shop, checkers).stream()
          .filter(verdict -> !verdict.passed())
          .map(Books::error)
          .toList();
    } catch (CheckException cause) {
      throw new LaunchException("The books cannot be read: " + cause.getMessage(), cause);
    }
  }

  private static String error(Verdict verdict) {
    return "%s is wrong %d times, first: %s"
        .formatted(verdict.checker(), verdict.wrong(), verdict.first().getFirst());
  }
}
