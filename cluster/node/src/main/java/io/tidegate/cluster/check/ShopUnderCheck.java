package io.tidegate.cluster.check;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.platform.kafka.KafkaConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/**
 * A shop at one moment: all its tables in one read-only snapshot (PostgreSQL, 13.2.2), and beside
 * them, in temporary tables, what its topics held by then. One thread.
 *
 * <p>The snapshot keeps PostgreSQL from cleaning up behind it; it is meant for minutes.
 */
public final class ShopUnderCheck implements AutoCloseable {

  private final Connection connection;

  /** A connection whose transaction is the snapshot and that has the {@link TopicCopy}. */
  ShopUnderCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Looks at a shop.
   *
   * @param login of somebody who may read every schema
   */
  public static ShopUnderCheck open(PostgresLogin login, KafkaConfig kafka) {
    try (var topics = new TopicCopy(kafka)) {
      var connection = connect(login);
      prepare(connection);
      var shop = new ShopUnderCheck(snapshot(connection));
      // A transaction has its snapshot with its first statement.
      shop.number("SELECT 1");
      topics.fill(connection);
      return shop;
    } catch (SQLException cause) {
      throw unreadable(cause);
    } catch (KafkaException cause) {
      throw new CheckException(
          "The shop's topics cannot be looked at: %s.".formatted(cause.getMessage()), cause);
    }
  }

  /**
   * Looks at the tables of order and inventory alone, where no event is on its way to either.
   *
   * @param login of somebody who may read them
   */
  public static ShopUnderCheck ofOrdersAndStock(PostgresLogin login) {
    try {
      var connection = connect(login);
      try (var statement = connection.createStatement()) {
        statement.execute(SqlFile.of("at_rest").statement());
      }
      return new ShopUnderCheck(snapshot(connection));
    } catch (SQLException cause) {
      throw unreadable(cause);
    }
  }

  /** Makes the temporary tables and views of the session. */
  static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(SqlFile.of("session").statement());
    }
  }

  /** The snapshot. Whoever reads much of it sets a fetch size. */
  Connection snapshot() {
    return connection;
  }

  /** The one number that a query gives. */
  long number(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException cause) {
      throw new CheckException("The connection to the shop's tables does not close.", cause);
    }
  }

  private static Connection snapshot(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  private static CheckException unreadable(SQLException cause) {
    return new CheckException(
        "The shop's tables cannot be looked at: %s.".formatted(cause.getMessage()), cause);
  }

  private static Connection connect(PostgresLogin login) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("ApplicationName", "tidegate-check");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "600");
    return DriverManager.getConnection(login.jdbcUrl(), properties);
  }
}
