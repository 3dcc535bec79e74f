package io.tidegate.loadtests.bench.measure;

import io.tidegate.cluster.launch.LaunchException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what the server has counted. */
public final class DatabaseMeter implements AutoCloseable {

  /** Commits of the database: of everybody in it, relays and reactions too. */
  public static final String COMMITS = "commits";

  /** Batches of order and inventory: each draws one outbox id in its one statement. */
  public static final String BATCHES = "batches";

  public static final String WAL_BYTES = "walBytes";

  private static final String COUNTERS =
      """
      SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
             (SELECT coalesce(pg_sequence_last_value('"order".outbox_id'), 0)
                     + coalesce(pg_sequence_last_value('inventory.outbox_id'), 0)),
             pg_current_wal_insert_lsn() - '0/0'::pg_lsn
      """;

  private final Connection connection;

  public DatabaseMeter(Database database) {
    connection = database.connect();
  }

  public Map<String, Long> read() {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COUNTERS)) {
      rows.next();
      var counters = new LinkedHashMap<String, Long>();
      counters.put(COMMITS, rows.getLong(1));
      counters.put(BATCHES, rows.getLong(2));
      counters.put(WAL_BYTES, rows.getBigDecimal(3).longValue());
      return counters;
    } catch (SQLException cause) {
      throw new LaunchException("The counters cannot be read: " + cause.getMessage(), cause);
    }
  }

  /** So that no round pays for the pages that another one has changed. */
  public void checkpoint() {
    try (var statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException cause) {
      throw new LaunchException("No checkpoint: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException cause) {
      throw new LaunchException("The connection does not close: " + cause.getMessage(), cause);
    }
  }
}
