package io.tidegate.loadtests.bench.measure;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.bench.load.OrderIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a database to the three promises after a round. It reads the tables itself, in one
 * snapshot: a check must not ask those whom it checks.
 */
public final class Books {

  private static final int IDS_AT_ONCE = 50_000;

  /** Stock rows that no shop may have. */
  private static final String OVERSOLD =
      "SELECT count(*) FROM inventory.stock WHERE reserved < 0 OR reserved > on_hand";

  /** Articles whose movements, replayed, go below zero or do not end at the level. */
  private static final String ASTRAY =
      """
      WITH step AS (
        SELECT sku, version, position,
               sum(CASE kind WHEN 'RECEIPT' THEN quantity WHEN 'ISSUE' THEN -quantity ELSE 0 END)
                 OVER ledger AS on_hand,
               sum(CASE kind WHEN 'RESERVATION' THEN quantity WHEN 'RECEIPT' THEN 0
                             ELSE -quantity END)
                 OVER ledger AS reserved,
               row_number() OVER ledger = count(*) OVER (PARTITION BY sku) AS last
          FROM inventory.movement
        WINDOW ledger AS (PARTITION BY sku ORDER BY version, position)
      ), replay AS (
        SELECT sku, bool_or(reserved < 0 OR reserved > on_hand) AS below,
               max(on_hand) FILTER (WHERE last) AS on_hand,
               max(reserved) FILTER (WHERE last) AS reserved
          FROM step
         GROUP BY sku
      )
      SELECT count(*)
        FROM inventory.stock FULL JOIN replay USING (sku)
       WHERE replay.below OR replay.on_hand IS DISTINCT FROM stock.on_hand
          OR replay.reserved IS DISTINCT FROM stock.reserved
      """;

  /** Orders that no key names, or a key that names none: one key has one order. */
  private static final String DUPLICATED =
      """
      SELECT count(*)
        FROM "order".head FULL JOIN "order".order_key ON order_key.order_id = head.aggregate_id
       WHERE head.aggregate_id IS NULL OR order_key.order_id IS NULL
      """;

  /** Confirmed orders for which nothing is reserved, and reservations of no such order. */
  private static final String DISAGREEING =
      """
      SELECT count(*)
        FROM (SELECT aggregate_id FROM "order".head WHERE status <> 'REJECTED') AS live
             FULL JOIN (SELECT order_id FROM inventory.order_stock WHERE state IN ('RESERVED', 'ISSUED')) AS held
                    ON held.order_id = live.aggregate_id
       WHERE held.order_id IS NULL OR live.aggregate_id IS NULL
      """;

  private static final String LOST =
      """
      SELECT count(*)
        FROM unnest(?::uuid[]) AS answered (order_id)
       WHERE NOT EXISTS (SELECT FROM "order".head WHERE head.aggregate_id = answered.order_id)
      """;

  private Books() {}

  /**
   * What is wrong; empty where all is right.
   *
   * @param answered the orders that somebody was told of
   */
  public static List<String> errors(Database database, OrderIds answered) {
    try (var connection = database.connect()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      var errors = new ArrayList<String>();
      add(errors, count(connection, OVERSOLD), "stock levels are oversold");
      add(errors, count(connection, ASTRAY), "articles whose movements do not give their level");
      add(errors, count(connection, DUPLICATED), "orders and keys that do not belong together");
      add(errors, count(connection, DISAGREEING), "orders that inventory sees otherwise");
      add(errors, lost(connection, answered), "answered orders are lost");
      return List.copyOf(errors);
    } catch (SQLException cause) {
      throw new LaunchException("The books cannot be read: " + cause.getMessage(), cause);
    }
  }

  private static void add(List<String> errors, long count, String what) {
    if (count > 0) {
      errors.add(count + " " + what);
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      return only(statement);
    }
  }

  private static long lost(Connection connection, OrderIds answered) throws SQLException {
    var lost = 0L;
    try (var statement = connection.prepareStatement(LOST)) {
      for (var from = 0; from < answered.count(); from += IDS_AT_ONCE) {
        var ids = new Object[Math.min(IDS_AT_ONCE, answered.count() - from)];
        for (var i = 0; i < ids.length; i++) {
          ids[i] = answered.get(from + i);
        }
        statement.setArray(1, connection.createArrayOf("uuid", ids));
        lost += only(statement);
      }
    }
    return lost;
  }

  private static long only(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
