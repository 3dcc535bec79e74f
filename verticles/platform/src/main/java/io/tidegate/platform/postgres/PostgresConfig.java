package io.tidegate.platform.postgres;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;

/**
 * How a domain reaches its schema. Both URIs are of the domain's own database role.
 *
 * @param writeUri the primary
 * @param readUri where queries go: the primary again, or a streaming replica
 */
public record PostgresConfig(
    String schema,
    String writeUri,
    String readUri,
    int poolSizeMax,
    int poolQueueMax,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration connectTimeout) {

  /** The domain's section names the URIs, {@code conf/postgres.json} the rest. */
  public static PostgresConfig from(String schema, Conf conf) {
    var domain = conf.section(schema);
    var postgres = conf.section("postgres");
    return new PostgresConfig(
        schema,
        domain.text("writeUri"),
        domain.text("readUri"),
        domain.integer("poolSizeMax", 1, 200),
        domain.integer("poolQueueMax", 1, 100_000),
        postgres.milliseconds("statementTimeoutMs"),
        postgres.milliseconds("lockTimeoutMs"),
        postgres.milliseconds("connectTimeoutMs"));
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + schema + ", •••]";
  }
}
