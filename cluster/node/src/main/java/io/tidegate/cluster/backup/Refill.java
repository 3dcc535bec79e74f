package io.tidegate.cluster.backup;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.Topic;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.postgres.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;

/**
 * Has every event that was ever stored go to Kafka once more, from version 1 on, and every consumer
 * begin at the beginning: for topics that are empty because they are new. Reactions do no harm when
 * they are applied again, so what had come to them before changes nothing.
 */
public final class Refill {

  /** In one outbox row; the relay holds some dozens of rows at a time. */
  private static final int EVENTS_A_ROW = 100;

  /**
   * In about the order in which they happened, and those of an aggregate in the order of their
   * versions whatever the clocks said.
   */
  private static final String QUEUE =
      """
      INSERT INTO %1$s.outbox (id, aggregate_ids, versions)
      SELECT nextval('%1$s.outbox_id'), aggregate_ids, versions
        FROM (SELECT place / %2$d AS row,
                     array_agg(aggregate_id ORDER BY place) AS aggregate_ids,
                     array_agg(version ORDER BY place) AS versions
                FROM (SELECT aggregate_id, version,
                             row_number() OVER (ORDER BY since, aggregate_id, version) - 1 AS place
                        FROM (SELECT aggregate_id, version,
                                     max(at) OVER (PARTITION BY aggregate_id ORDER BY version)
                                       AS since
                                FROM %1$s.event) AS event) AS placed
               GROUP BY row
               ORDER BY row) AS batch
      """;

  /** What says how far topics were written and read that are no more. */
  private static final List<String> FORGOTTEN =
      List.of("outbox", "consumer_position", "dead_letter", "dead_letter_retry");

  private static final String QUEUED = "SELECT sum(cardinality(versions)) FROM %1$s.outbox";

  private static final String AT_WORK =
      "SELECT string_agg(name, ', ') FROM %1$s.lease WHERE expires_at > clock_timestamp()";

  private Refill() {}

  /** Queues all events of a shop that does not run. */
  public static Queued queueAll(PostgresLogin login) {
    try (var connection = ShopConnection.open(login)) {
      var queued = queue(connection);
      connection.commit();
      return queued;
    } catch (SQLException cause) {
      throw failed(cause);
    }
  }

  /** Fails where a node is at work: it would publish and read on meanwhile. */
  public static void requireRest(PostgresLogin login) {
    try (var connection = ShopConnection.open(login)) {
      for (var topic : Topic.ALL) {
        var holders = text(connection, AT_WORK.formatted(Identifier.quote(topic.domain())));
        if (holders != null) {
          throw new LaunchException(
              "A node is at work in this database, or was a moment ago (%s of %s). Stop all nodes first."
                  .formatted(holders, topic.domain()));
        }
      }
    } catch (SQLException cause) {
      throw failed(cause);
    }
  }

  /** In the transaction of the connection. */
  static Queued queue(Connection connection) throws SQLException {
    var queued = new HashMap<String, Long>();
    for (var topic : Topic.ALL) {
      var schema = Identifier.quote(topic.domain());
      for (var table : FORGOTTEN) {
        execute(connection, "DELETE FROM %s.%s".formatted(schema, table));
      }
      execute(connection, QUEUE.formatted(schema, EVENTS_A_ROW));
      var count = text(connection, QUEUED.formatted(schema));
      queued.put(topic.domain(), count == null ? 0 : Long.parseLong(count));
    }
    return new Queued(queued);
  }

  private static LaunchException failed(SQLException cause) {
    return new LaunchException(
        "The events cannot be queued: %s.".formatted(cause.getMessage()), cause);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
