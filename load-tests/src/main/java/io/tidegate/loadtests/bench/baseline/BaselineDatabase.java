package io.tidegate.loadtests.bench.baseline;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.platform.postgres.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A second database of the server that the shop uses: the same binaries and settings, and by the
 * same migrations the same tables and indexes, beside the functions that write into them.
 */
public final class BaselineDatabase {

  private static final String NAME = "tidegate_baseline";

  private BaselineDatabase() {}

  /** Makes it, with so many articles; one of an earlier run is dropped. */
  public static Database make(Database shop, int articles) {
    try (var connection = shop.connect()) {
      execute(connection, "DROP DATABASE IF EXISTS " + NAME);
      execute(connection, "CREATE DATABASE " + NAME);
    } catch (SQLException cause) {
      throw failed(cause);
    }
    var baseline = shop.named(NAME);
    fill(baseline, articles);
    return baseline;
  }

  /** Brings an empty database to where the baselines can write into it. */
  static void fill(Database baseline, int articles) {
    try (var connection = baseline.connect()) {
      execute(connection, "CREATE SCHEMA \"order\"");
      execute(connection, "CREATE SCHEMA inventory");
      migrate(baseline, "order", "uuid");
      migrate(baseline, "inventory", "text");
      execute(connection, resource("place_order.sql"));
      execute(connection, "SELECT bench.lay(" + articles + ")");
      execute(connection, "VACUUM ANALYZE");
    } catch (SQLException cause) {
      throw failed(cause);
    }
  }

  private static void migrate(Database database, String schema, String idType) {
    Migrations.run(database.jdbcUrl(), database.user(), database.password(), schema, idType);
  }

  private static LaunchException failed(SQLException cause) {
    return new LaunchException(
        "The database of the baselines cannot be made: " + cause.getMessage(), cause);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String resource(String name) {
    try (var input = BaselineDatabase.class.getResourceAsStream(name)) {
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
