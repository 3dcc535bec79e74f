package io.tidegate.loadtests.bench.measure;

import io.tidegate.cluster.demo.Promise;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.bench.load.OrderIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a database to the three promises after a round, by the statements of the demo's check. It
 * reads the tables itself, in one snapshot: a check must not ask those whom it checks.
 */
public final class Books {

  private static final int IDS_AT_ONCE = 50_000;

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
    try (var connection = database.connect()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      var errors = new ArrayList<String>();
      replay(connection, errors);
      var overpromised = count(connection, Promise.OVERPROMISED);
      add(errors, overpromised, "pieces are promised that never came in");
      var duplicated = count(connection, Promise.DUPLICATED);
      add(errors, duplicated, "orders and keys that do not belong together");
      var disagreeing = count(connection, Promise.DISAGREEING);
      add(errors, disagreeing, "orders that inventory sees otherwise");
      var lost =
          count(connection, Promise.LOST, confirmed) + count(connection, Promise.LOST, unconfirmed);
      add(errors, lost, "answered orders are lost");
      var unkept = count(connection, Promise.UNKEPT, confirmed);
      add(errors, unkept, "orders that were answered as confirmed are not");
      return List.copyOf(errors);
    } catch (SQLException cause) {
      throw new LaunchException("The books cannot be read: " + cause.getMessage(), cause);
    }
  }

  private static void replay(Connection connection, List<String> errors) throws SQLException {
    try (var statement = connection.prepareStatement(Promise.REPLAY.sql());
        var rows = statement.executeQuery()) {
      rows.next();
      add(errors, rows.getLong("beyond"), "pieces are oversold");
      add(errors, rows.getLong("astray"), "articles whose movements do not give their level");
    }
  }

  private static void add(List<String> errors, long count, String what) {
    if (count > 0) {
      errors.add(count + " " + what);
    }
  }

  private static long count(Connection connection, Promise promise) throws SQLException {
    try (var statement = connection.prepareStatement(promise.sql())) {
      return only(statement);
    }
  }

  private static long count(Connection connection, Promise promise, OrderIds orders)
      throws SQLException {
    var count = 0L;
    try (var statement = connection.prepareStatement(promise.sql())) {
      for (var from = 0; from < orders.count(); from += IDS_AT_ONCE) {
        var ids = new Object[Math.min(IDS_AT_ONCE, orders.count() - from)];
        for (var i = 0; i < ids.length; i++) {
          ids[i] = orders.get(from + i);
        }
        statement.setArray(1, connection.createArrayOf("uuid", ids));
        count += only(statement);
      }
    }
    return count;
  }

  private static long only(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
