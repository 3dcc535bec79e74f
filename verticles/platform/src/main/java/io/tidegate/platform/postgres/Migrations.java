package io.tidegate.platform.postgres;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Brings a domain's schema to the form that its {@code db/<domain>} files say, after the event
 * store's own, which all domains share. Blocking: at start, before any verticle, or in tests.
 */
public final class Migrations {

  private Migrations() {}

  /**
   * Migrates forward, or does nothing.
   *
   * @param jdbcUrl with the database role that owns the schema
   * @param aggregateIdType the SQL type of the domain's aggregate ids: {@code uuid} or {@code text}
   */
  public static void run(
      String jdbcUrl, String user, String password, String schema, String aggregateIdType) {
    run(jdbcUrl, user, password, schema, aggregateIdType, null);
  }

  /**
   * Migrates to a version, no further.
   *
   * @param version as in {@code V011__…}; null for the newest there is
   */
  public static void run(
      String jdbcUrl,
      String user,
      String password,
      String schema,
      String aggregateIdType,
      String version) {
    Flyway.configure()
        .target(version == null ? MigrationVersion.LATEST : MigrationVersion.fromVersion(version))
        .dataSource(jdbcUrl, user, password)
        .schemas(schema)
        .createSchemas(false)
        .locations("classpath:db/platform", "classpath:db/" + schema)
        .placeholders(
            Map.of("schema", Identifier.quote(schema), "aggregate_id_type", aggregateIdType))
        // What is new beneath the domains has lower numbers than what they have already.
        .outOfOrder(true)
        .validateMigrationNaming(true)
        .failOnMissingLocations(true)
        .connectRetries(3)
        .load()
        .migrate();
  }
}
