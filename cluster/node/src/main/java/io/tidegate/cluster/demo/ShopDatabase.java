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
      var lost = count(Promise.LOST, answers.orderIds());
      var unkept = count(Promise.UNKEPT, answers.confirmed());
      try (var statement = connection.prepareStatement(Promise.REPLAY.sql());
          var replay = statement.executeQuery()) {
        replay.next();
        return new Snapshot(
            lost,
            unkept,
            count(Promise.DUPLICATED),
            replay.getLong("skus"),
            replay.getLong("beyond"),
            replay.getLong("astray"),
            count(Promise.OVERPROMISED),
            count(Promise.DISAGREEING));
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

  private long count(Promise promise, Collection<String> orderIds) throws SQLException {
    try (var statement = connection.prepareStatement(promise.sql())) {
      statement.setArray(1, connection.createArrayOf("text", orderIds.toArray()));
      return only(statement);
    }
  }

  private long count(Promise promise) throws SQLException {
    try (var statement = connection.prepareStatement(promise.sql())) {
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
