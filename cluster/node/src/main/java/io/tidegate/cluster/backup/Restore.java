package io.tidegate.cluster.backup;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.postgres.Identifier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Fills the tables of a shop that has none of its own yet with those of a backup, and queues every
 * event for Kafka, all in one transaction. Blocks the calling thread.
 */
public final class Restore {

  private static final String IS_THERE = "SELECT to_regclass('%s') IS NOT NULL";

  private static final String IS_USED = "SELECT EXISTS (SELECT FROM %s)";

  private Restore() {}

  /** Fails where a shop has begun in this database, whatever migrations have filled in. */
  public static void requireUnused(PostgresLogin login, List<String> domains) {
    try (var connection = ShopConnection.open(login)) {
      for (var domain : domains) {
        var schema = Identifier.quote(domain);
        var table = schema + (domain.equals("identity") ? ".member" : ".event");
        if (is(connection, IS_THERE.formatted(table)) && is(connection, IS_USED.formatted(table))) {
          throw new LaunchException(
              "There is a shop in this database already; a backup is restored into an empty one.");
        }
      }
    } catch (SQLException cause) {
      throw failed(cause);
    }
  }

  /**
   * Does it, and says how many events wait for Kafka.
   *
   * @param login of somebody who may write every domain's tables, which stand at the backup's
   *     versions
   */
  public static Queued load(PostgresLogin login, BackupFile backup) {
    try (var connection = ShopConnection.open(login)) {
      for (var schema : backup.contents().schemas()) {
        requireSame(connection, schema);
        load(connection, schema, backup);
      }
      var queued = Refill.queue(connection);
      connection.commit();
      return queued;
    } catch (SQLException cause) {
      throw failed(cause);
    } catch (IOException cause) {
      throw new LaunchException("The backup cannot be read (%s).".formatted(cause), cause);
    }
  }

  private static void requireSame(Connection connection, Contents.Schema schema)
      throws SQLException {
    var version = Backup.version(connection, schema.domain());
    if (!version.equals(schema.version())) {
      throw new LaunchException(
          "The tables of %s in the backup are of version %s, those here of version %s."
              .formatted(schema.domain(), schema.version(), version));
    }
  }

  private static void load(Connection connection, Contents.Schema schema, BackupFile backup)
      throws SQLException, IOException {
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    for (var table : schema.tables()) {
      execute(
          connection,
          "DELETE FROM %s.%s"
              .formatted(Identifier.quote(schema.domain()), Identifier.quote(table.name())));
      var copy =
          "COPY " + Backup.copied(schema.domain(), table.name(), table.columns()) + " FROM STDIN";
      var rows =
          backup.read(schema.domain(), table.name(), content -> copies.copyIn(copy, content));
      if (rows != table.rows()) {
        throw backup.damaged(schema.domain(), table.name());
      }
    }
    for (var sequence : schema.sequences().entrySet()) {
      execute(
          connection,
          "SELECT setval('%s.%s', %d)"
              .formatted(
                  Identifier.quote(schema.domain()),
                  Identifier.quote(sequence.getKey()),
                  sequence.getValue()));
    }
  }

  private static LaunchException failed(SQLException cause) {
    return new LaunchException(
        "The backup cannot be restored: %s.".formatted(cause.getMessage()), cause);
  }

  private static boolean is(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
