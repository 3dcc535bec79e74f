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

  private static final Checker STOCK = new SqlChecker("stock", "movements", "inventory.movement");

  private static final Checker RESERVATIONS =
      new SqlChecker("reservations", "orders", "inventory.order_stock");

  private static final Checker KEYS = new SqlChecker("keys", "keys", "\"order\".order_key");

  private static final Checker AGREEMENT = new SqlChecker("agreement", "orders", "\"order\".head");

  private static final List<Checker> ALL =
      List.of(
          STOCK,
          RESERVATIONS,
          KEYS,
          new SqlChecker("events", "events", "published"),
          new SqlChecker("kafka", "records", "copy"),
          new SqlChecker("histories", "orders", "\"order\".head"),
          new OrderHeads(),
          new SqlChecker("heads", "heads", HEADS),
          AGREEMENT,
          new SqlChecker("parcels", "parcels", "delivery.delivery_of_order"),
          new SqlChecker("sales", "lines", "\"order\".sale_line"),
          new OfferCopies(),
          new SqlChecker("availability", "SKUs", "catalog.availability"),
          new SqlChecker("bounds", "bounds", "(VALUES (1), (2), (3)) AS bound"));

  private Checkers() {}

  public static List<Checker> all() {
    return ALL;
  }

  /** Those that need the tables of order and inventory alone. */
  public static List<Checker> ofOrdersAndStock() {
    return List.of(STOCK, RESERVATIONS, KEYS, AGREEMENT);
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
