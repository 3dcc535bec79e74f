package io.tidegate.cluster.demo;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Properties;

/**
 * Looks at the shop's tables, all of them at one moment: a read-only transaction with one snapshot
 * (PostgreSQL, 13.2.2). Nothing in the shop reads them this way; a check must not ask those whom it
 * checks.
 */
final class ShopDatabase implements AutoCloseable {

  /** Answered orders that do not exist. */
  private static final String LOST =
      """
      SELECT count(*)
        FROM unnest(?::uuid[]) AS answered (order_id)
       WHERE NOT EXISTS (SELECT FROM "order".head WHERE head.aggregate_id = answered.order_id)
      """;

  /** Orders that were answered as confirmed and are not. */
  private static final String UNKEPT =
      """
      SELECT count(*)
        FROM unnest(?::uuid[]) AS answered (order_id)
             JOIN "order".head ON head.aggregate_id = answered.order_id
       WHERE head.status IN ('PENDING', 'REJECTED')
      """;

  /** Orders beside the one that their key names: a key that has two. */
  private static final String DUPLICATED =
      """
      SELECT count(*)
        FROM "order".head
       WHERE NOT EXISTS (SELECT FROM "order".order_key WHERE order_id = head.aggregate_id)
      """;

  /** The ledger, replayed: how far it ever went below zero, and where it is not the level. */
  private static final String REPLAY =
      """
      WITH step AS (
        SELECT sku, version, position,
               sum(CASE kind WHEN 'RECEIPT' THEN quantity WHEN 'ISSUE' THEN -quantity ELSE 0 END)
                 OVER ledger AS on_hand,
               sum(CASE kind WHEN 'RESERVATION' THEN quantity WHEN 'RECEIPT' THEN 0
                             ELSE -quantity END)
                 OVER ledger AS reserved
          FROM inventory.movement
        WINDOW ledger AS (PARTITION BY sku ORDER BY version, position)
      ), replay AS (
        SELECT sku,
               max(greatest(reserved - on_hand, -reserved, -on_hand)) AS beyond,
               (array_agg(on_hand ORDER BY version DESC, position DESC))[1] AS on_hand,
               (array_agg(reserved ORDER BY version DESC, position DESC))[1] AS reserved
          FROM step
         GROUP BY sku
      )
      SELECT count(*) AS skus,
             coalesce(sum(greatest(replay.beyond, stock.reserved - stock.on_hand, 0)), 0)
               AS beyond,
             count(*) FILTER (WHERE replay.on_hand IS DISTINCT FROM stock.on_hand
                                 OR replay.reserved IS DISTINCT FROM stock.reserved) AS astray
        FROM inventory.stock FULL JOIN replay USING (sku)
      """;

  /** Pieces in confirmed orders that never came in. */
  private static final String OVERPROMISED =
      """
      WITH promised AS (
        SELECT line ->> 'sku' AS sku, sum((line ->> 'quantity')::bigint) AS pieces
          FROM "order".head CROSS JOIN LATERAL json_array_elements(state -> 'lines') AS line
         WHERE status IN ('CONFIRMED', 'DISPATCHED', 'DELIVERED')
         GROUP BY 1
      ), received AS (
        SELECT sku, sum(quantity) AS pieces
          FROM inventory.movement
         WHERE kind = 'RECEIPT'
         GROUP BY sku
      )
      SELECT coalesce(sum(greatest(promised.pieces - coalesce(received.pieces, 0), 0)), 0)
        FROM promised LEFT JOIN received USING (sku)
      """;

  /** Orders for which inventory holds something else than their status says. */
  private static final String DISAGREEING =
      """
      SELECT count(*)
        FROM "order".head
             FULL JOIN inventory.order_stock ON order_stock.order_id = head.aggregate_id
       WHERE NOT coalesce(CASE head.status
               WHEN 'CONFIRMED' THEN order_stock.state = 'RESERVED'
               WHEN 'DISPATCHED' THEN order_stock.state = 'ISSUED'
               WHEN 'DELIVERED' THEN order_stock.state = 'ISSUED'
               WHEN 'REJECTED' THEN order_stock.state IN ('REFUSED', 'RELEASED')
               WHEN 'CANCELLED' THEN order_stock.state = 'RELEASED'
             END, false)
      """;

  private final Connection connection;

  /**
   * What the tables said at one moment; every number but {@code skus} counts what must not be.
   *
   * @param beyond pieces that were reserved but not there, at any time
   * @param astray SKUs whose movements do not give their level
   * @param overpromised pieces in confirmed orders that never came in
   * @param disagreeing orders that inventory sees otherwise; events under way, or a fault
   */
  record Snapshot(
      long lost,
      long unkept,
      long duplicated,
      long skus,
      long beyond,
      long astray,
      long overpromised,
      long disagreeing) {}

  private ShopDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param uri {@code postgresql://user:password@host:port/database}
   */
  static ShopDatabase open(String uri) {
    var parsed = URI.create(uri);
    var user = parsed.getRawUserInfo().split(":", 2);
    var properties = new Properties();
    properties.setProperty("user", decoded(user[0]));
    if (user.length > 1) {
      properties.setProperty("password", decoded(user[1]));
    }
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    var port = parsed.getPort() < 0 ? 5432 : parsed.getPort();
    var url = "jdbc:postgresql://%s:%d%s".formatted(parsed.getHost(), port, parsed.getRawPath());
    try {
      var connection = DriverManager.getConnection(url, properties);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new ShopDatabase(connection);
    } catch (SQLException cause) {
      throw new DemoException("The database cannot be looked at: " + cause.getMessage(), cause);
    }
  }

  Snapshot look(Answers answers) {
    try {
      var lost = count(LOST, answers.orderIds());
      var unkept = count(UNKEPT, answers.confirmed());
      try (var statement = connection.prepareStatement(REPLAY);
          var replay = statement.executeQuery()) {
        replay.next();
        return new Snapshot(
            lost,
            unkept,
            count(DUPLICATED),
            replay.getLong("skus"),
            replay.getLong("beyond"),
            replay.getLong("astray"),
            count(OVERPROMISED),
            count(DISAGREEING));
      } finally {
        connection.rollback();
      }
    } catch (SQLException cause) {
      throw new DemoException("The database cannot be checked: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException cause) {
      throw new DemoException("The database connection does not close.", cause);
    }
  }

  private long count(String sql, Collection<String> orderIds) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", orderIds.toArray()));
      return only(statement);
    }
  }

  private long count(String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      return only(statement);
    }
  }

  private static long only(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
