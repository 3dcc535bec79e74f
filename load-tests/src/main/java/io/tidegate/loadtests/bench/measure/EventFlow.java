package io.tidegate.loadtests.bench.measure;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How long the oldest event waits to be told to Kafka, in the outboxes of all domains. */
public final class EventFlow {

  private static final String OLDEST =
      """
      SELECT extract(epoch FROM clock_timestamp() - event.at)
        FROM (SELECT aggregate_ids[1] AS aggregate_id, versions[1] AS version
                FROM %1$s.outbox ORDER BY id LIMIT 1) AS oldest
             JOIN %1$s.event USING (aggregate_id, version)
      """;

  private static final String WAITS =
      "SELECT coalesce(max(seconds), 0) FROM (%s) AS waiting (seconds)"
          .formatted(
              String.join(
                  " UNION ALL ",
                  OLDEST.formatted("catalog").strip(),
                  OLDEST.formatted("inventory").strip(),
                  OLDEST.formatted("\"order\"").strip(),
                  OLDEST.formatted("delivery").strip()));

  private final Database database;

  public EventFlow(Database database) {
    this.database = database;
  }

  /** Empty where PostgreSQL does not say. */
  public Optional<Duration> oldestWaits() {
    try (var connection = DriverManager.getConnection(database.jdbcUrl(), properties());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(WAITS)) {
      rows.next();
      return Optional.of(Duration.ofMillis((long) (rows.getDouble(1) * 1_000)));
    } catch (SQLException _) {
      // It is what this is about: the server is gone, hangs or starts.
      return Optional.empty();
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "5");
    return properties;
  }
}
