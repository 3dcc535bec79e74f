package io.tidegate.cluster.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All checkers that need nothing but the shop. */
public final class Checkers {

  private static final String HEADS =
      """
      (SELECT FROM catalog.head
       UNION ALL SELECT FROM inventory.stock
       UNION ALL SELECT FROM delivery.head) AS head
      """;

  private static final List<Checker> ALL =
      List.of(
          new SqlChecker("stock", "movements", "inventory.movement"),
          new SqlChecker("reservations", "orders", "inventory.order_stock"),
          new SqlChecker("keys", "keys", "\"order\".order_key"),
          new SqlChecker("events", "events", "published"),
          new SqlChecker("kafka", "records", "copy"),
          new SqlChecker("histories", "orders", "\"order\".head"),
          new OrderHeads(),
          new SqlChecker("heads", "heads", HEADS),
          new SqlChecker("agreement", "orders", "\"order\".head"),
          new SqlChecker("sales", "lines", "\"order\".sale_line"),
          new OfferCopies(),
          new SqlChecker("availability", "SKUs", "catalog.availability"),
          new SqlChecker("bounds", "bounds", "(VALUES (1), (2), (3)) AS bound"));

  private Checkers() {}

  public static List<Checker> all() {
    return ALL;
  }

  /** What each of them says about a shop. */
  public static List<Verdict> check(ShopUnderCheck shop, List<Checker> checkers) {
    var verdicts = new ArrayList<Verdict>();
    for (var checker : checkers) {
      try {
        verdicts.add(checker.check(shop));
      } catch (SQLException cause) {
        throw new CheckException(
            "The checker %s failed: %s.".formatted(checker.name(), cause.getMessage()), cause);
      }
    }
    return List.copyOf(verdicts);
  }
}
