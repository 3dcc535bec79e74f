package io.tidegate.cluster.backup;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Identifier;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/**
 * Writes all that a shop keeps, as it stands at one moment, into a file: every domain's tables in
 * one read-only snapshot (PostgreSQL, 13.2.2), while the shop goes on.
 *
 * <p>Left out is what belongs to this server or broker and not to the shop (leases, positions,
 * outboxes, dead letters: events are queued anew when they are restored), and logins, which a
 * restored shop must not believe (ADR 0019). Blocks the calling thread.
 */
public final class Backup {

  private static final String TABLES =
      """
      SELECT relation.relname, array_agg(attribute.attname::text ORDER BY attribute.attnum)
        FROM pg_class AS relation
             JOIN pg_namespace ON pg_namespace.oid = relation.relnamespace
             JOIN pg_attribute AS attribute
               ON attribute.attrelid = relation.oid AND attribute.attnum > 0
                  AND NOT attribute.attisdropped AND attribute.attgenerated = ''
       WHERE nspname = ? AND relkind = 'r'
         AND relname <> ALL ('{flyway_schema_history, lease, consumer_position, outbox,
                               dead_letter, dead_letter_retry}')
         AND (nspname, relname) NOT IN (('identity', 'login'), ('identity', 'refresh_token'))
       GROUP BY relation.relname
       ORDER BY relation.relname
      """;

  private static final String SEQUENCES =
      """
      SELECT sequencename, last_value
        FROM pg_sequences
       WHERE schemaname = ? AND last_value IS NOT NULL
      """;

  private static final String VERSION =
      """
      SELECT version
        FROM %s.flyway_schema_history
       WHERE version IS NOT NULL AND success
       ORDER BY installed_rank DESC
       LIMIT 1
      """;

  private Backup() {}

  /**
   * Writes the file, which must not be there yet; it appears whole or not at all, for its owner
   * alone.
   *
   * @param login of somebody who may read every domain's tables
   */
  public static Contents write(PostgresLogin login, List<String> domains, Path file) {
    if (Files.exists(file)) {
      throw new LaunchException("There is a file %s already.".formatted(file));
    }
    var folder = file.toAbsolutePath().getParent();
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var beside = Files.createTempFile(folder, file.getFileName().toString(), ".unfinished", mode);
      try {
        var contents = writeAll(login, domains, beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return contents;
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (SQLException cause) {
      throw new LaunchException(
          "The shop's tables cannot be read: %s.".formatted(cause.getMessage()), cause);
    } catch (IOException cause) {
      throw new LaunchException("Cannot write %s (%s).".formatted(file, cause), cause);
    }
  }

  private static Contents writeAll(PostgresLogin login, List<String> domains, Path file)
      throws SQLException, IOException {
    try (var connection = ShopConnection.open(login);
        var disk = new FileOutputStream(file.toFile());
        var zip = new ZipOutputStream(disk)) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      // The snapshot is taken by the first statement.
      var at = moment(connection);
      var schemas = new ArrayList<Contents.Schema>();
      for (var domain : domains) {
        schemas.add(schema(connection, domain, zip));
      }
      var contents = new Contents(Contents.FORM, at, schemas);
      zip.putNextEntry(new ZipEntry(BackupFile.CONTENTS));
      zip.write(Json.encode(contents).getBytes(StandardCharsets.UTF_8));
      zip.finish();
      zip.flush();
      disk.getFD().sync();
      return contents;
    }
  }

  private static Contents.Schema schema(Connection connection, String domain, ZipOutputStream zip)
      throws SQLException, IOException {
    var tables = new ArrayList<Contents.Table>();
    for (var table : tables(connection, domain).entrySet()) {
      zip.putNextEntry(new ZipEntry(BackupFile.entry(domain, table.getKey())));
      var copy = "COPY " + copied(domain, table.getKey(), table.getValue()) + " TO STDOUT";
      var rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, zip);
      zip.closeEntry();
      tables.add(new Contents.Table(table.getKey(), table.getValue(), rows));
    }
    return new Contents.Schema(
        domain, version(connection, domain), tables, sequences(connection, domain));
  }

  /** A table with its columns, as COPY wants them. */
  static String copied(String domain, String table, List<String> columns) {
    return "%s.%s (%s)"
        .formatted(
            Identifier.quote(domain),
            Identifier.quote(table),
            columns.stream().map(Identifier::quote).collect(Collectors.joining(", ")));
  }

  /** The version of a domain's migrations. */
  static String version(Connection connection, String domain) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(VERSION.formatted(Identifier.quote(domain)))) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Instant moment(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT clock_timestamp()")) {
      rows.next();
      return rows.getTimestamp(1).toInstant();
    }
  }

  private static Map<String, List<String>> tables(Connection connection, String domain)
      throws SQLException {
    var tables = new LinkedHashMap<String, List<String>>();
    try (var query = connection.prepareStatement(TABLES)) {
      query.setString(1, domain);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          tables.put(rows.getString(1), Arrays.asList((String[]) rows.getArray(2).getArray()));
        }
      }
    }
    return tables;
  }

  private static Map<String, Long> sequences(Connection connection, String domain)
      throws SQLException {
    var sequences = new LinkedHashMap<String, Long>();
    try (var query = connection.prepareStatement(SEQUENCES)) {
      query.setString(1, domain);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          sequences.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return sequences;
  }
}
