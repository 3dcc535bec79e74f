package io.tidegate.loadtests.gatling;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Looks at the shop's tables, all of them at one moment: a read-only transaction with one snapshot
 * (PostgreSQL, 13.2.2). The statements are those of {@code ./tidegate check}.
 */
final class ShopTables implements AutoCloseable {

  private static final Duration SETTLING_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final String STATEMENT = "/check/%s.sql";

  /** Those that need the tables of order and inventory alone. */
  private static final List<String> CHECKERS =
      List.of("stock", "reservations", "keys", "agreement", "answered");

  private static final String TELL =
      """
      INSERT INTO answered (order_id, is_confirmed)
      SELECT id::uuid, id = ANY (?) FROM unnest(?) AS id
      """;

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
      try (var session = connection.createStatement()) {
        session.execute(statement("at_rest"));
      }
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
      tell(answers);
      var checks = checks();
      while (!checks.stream().allMatch(Check::passed)
          && System.nanoTime() < deadline
          && !shop.closesWithin(LOOK_AGAIN)) {
        connection.rollback();
        checks = checks();
      }
      return checks;
    } catch (SQLException cause) {
      throw new LoadException("The database cannot be checked: " + cause.getMessage(), cause);
    }
  }

  /** Writes what was answered beside the tables, for this session. */
  private void tell(Answers answers) throws SQLException {
    try (var insert = connection.prepareStatement(TELL)) {
      insert.setArray(1, connection.createArrayOf("text", answers.confirmed().toArray()));
      insert.setArray(2, connection.createArrayOf("text", answers.orderIds().toArray()));
      insert.executeUpdate();
    }
    connection.commit();
  }

  private List<Check> checks() throws SQLException {
    var checks = new ArrayList<Check>();
    for (var name : CHECKERS) {
      var text = statement(name);
      var promise =
          text.lines()
              .takeWhile(line -> line.startsWith("-- "))
              .map(line -> line.substring(3))
              .collect(Collectors.joining(" "));
      checks.add(new Check("tables: " + promise, offences(text)));
    }
    return checks;
  }

  private long offences(String statement) throws SQLException {
    try (var count =
            connection.prepareStatement(
                "SELECT count(*) FROM (\n" + statement + "\n) AS offences");
        var rows = count.executeQuery()) {
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
