package io.tidegate.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * The engine's own connection to its server: waits until it answers, checks its promises, makes the
 * database.
 */
final class PostgresConnection {

  static final String USER = "tidegate";
  static final String DATABASE = "tidegate";

  /** An answer counts as given only when it is on disk; these three make a commit mean that. */
  static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  // Recovery after a crash replays up to max_wal_size.
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final Duration TRY_AGAIN = Duration.ofMillis(50);
  private static final String WRONG_PASSWORD = "28P01";

  private PostgresConnection() {}

  /**
   * Returns the URI of the database; fails if the server ends, takes longer than a minute, or is
   * not durable.
   */
  static String awaitDurable(PostgresSettings settings, Process server) {
    var deadline = System.nanoTime() + START_TIME.toNanos();
    try (var connection = connect(settings, server, deadline)) {
      checkDurable(connection);
      createDatabase(connection);
    } catch (SQLException e) {
      throw new EngineException("PostgreSQL does not answer as it should: " + e.getMessage(), e);
    }
    var password = URLEncoder.encode(settings.password(), StandardCharsets.UTF_8);
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(USER, password, settings.port(), DATABASE);
  }

  static String jdbcUrl(PostgresSettings settings, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(settings.port(), database);
  }

  private static Connection connect(PostgresSettings settings, Process server, long deadline) {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    // The exit of the server is what the loop waits for; every time it has not come, it tries
    // again.
    while (!LocalProcess.ended(server.toHandle(), TRY_AGAIN)) {
      try {
        return DriverManager.getConnection(jdbcUrl(settings, "postgres"), properties);
      } catch (SQLException e) {
        if (WRONG_PASSWORD.equals(e.getSQLState())) {
          throw new EngineException(
              "The password does not fit the data in %s, which were made with another one. Bring the old password back or start with fresh data."
                  .formatted(settings.directory()),
              e);
        }
        if (System.nanoTime() > deadline) {
          throw new EngineException(
              "PostgreSQL did not answer within %d s (%s); see %s"
                  .formatted(START_TIME.toSeconds(), e.getMessage(), settings.logFile()),
              e);
        }
      }
    }
    throw new EngineException(
        "PostgreSQL ended while it started:\n" + LogTail.of(settings.logFile(), 20));
  }

  private static void checkDurable(Connection connection) throws SQLException {
    for (var promised : DURABLE.entrySet()) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SHOW " + promised.getKey())) {
        rows.next();
        var value = rows.getString(1);
        if (!promised.getValue().equals(value)) {
          throw new EngineException(
              "PostgreSQL runs with %s = %s, but nothing it commits is safe unless that is %s. Remove the setting."
                  .formatted(promised.getKey(), value, promised.getValue()));
        }
      }
    }
  }

  private static void createDatabase(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (rows.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }
}
