package io.tidegate.loadtests.gatling;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * Looks at the shop's tables, all of them at one moment: a read-only transaction with one snapshot
 * (PostgreSQL, 13.2.2). The statements are the demo's.
 */
final class ShopTables implements AutoCloseable {

  private static final Duration SETTLING_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final String STATEMENT = "/promises/%s.sql";

  private final Connection connection;

  private ShopTables(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param uri {@code postgresql://user:password@host:port/database}
   */
  static ShopTables open(String uri) {
    var parsed = URI.create(uri);
    var user = parsed.getRawUserInfo().split(":", 2);
    var properties = new Properties();
    properties.setProperty("user", decoded(user[0]));
    properties.setProperty("password", user.length > 1 ? decoded(user[1]) : "");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    var port = parsed.getPort() < 0 ? 5432 : parsed.getPort();
    var url = "jdbc:postgresql://%s:%d%s".formatted(parsed.getHost(), port, parsed.getRawPath());
    try {
      var connection = DriverManager.getConnection(url, properties);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new ShopTables(connection);
    } catch (SQLException cause) {
      throw new LoadException("The database cannot be looked at: " + cause.getMessage(), cause);
    }
  }

  /** What the tables say once releases and goods issues, which follow by events, are done. */
  List<Check> look(Answers answers, Shop shop) throws InterruptedException {
    var deadline = System.nanoTime() + SETTLING_TIME.toNanos();
    try {
      while (disagreeing() > 0 && System.nanoTime() < deadline && !shop.closesWithin(LOOK_AGAIN)) {
        connection.rollback();
      }
      return checks(answers);
    } catch (SQLException cause) {
      throw new LoadException("The database cannot be checked: " + cause.getMessage(), cause);
    }
  }

  private List<Check> checks(Answers answers) throws SQLException {
    var lost = count("lost", answers.orderIds()) + count("unkept", answers.confirmed());
    try (var statement = connection.prepareStatement(statement("replay"));
        var replay = statement.executeQuery()) {
      replay.next();
      return List.of(
          new Check("tables: every answered order is there, as answered", lost),
          new Check("tables: every key has one order", count("duplicated")),
          new Check(
              "tables: the movements of all %d SKUs give their stock levels"
                  .formatted(replay.getLong("skus")),
              replay.getLong("astray")),
          new Check("tables: no stock was below zero at any movement", replay.getLong("beyond")),
          new Check("tables: no more is promised than came in", count("overpromised")),
          new Check("tables: orders and inventory agree on every order", disagreeing()));
    } finally {
      connection.rollback();
    }
  }

  private long disagreeing() throws SQLException {
    return count("disagreeing");
  }

  private long count(String name, Collection<String> orderIds) throws SQLException {
    try (var statement = connection.prepareStatement(statement(name))) {
      statement.setArray(1, connection.createArrayOf("text", orderIds.toArray()));
      return only(statement);
    }
  }

  private long count(String name) throws SQLException {
    try (var statement = connection.prepareStatement(statement(name))) {
      return only(statement);
    }
  }

  private static long only(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String statement(String name) {
    var file = STATEMENT.formatted(name);
    try (var text = ShopTables.class.getResourceAsStream(file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new IllegalStateException(file + " is among the resources", cause);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException cause) {
      throw new LoadException("The database connection does not close.", cause);
    }
  }
}
