package io.tidegate.cluster;

import io.tidegate.catalog.CatalogConfig;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.delivery.DeliveryConfig;
import io.tidegate.gateway.GatewayConfig;
import io.tidegate.identity.IdentityConfig;
import io.tidegate.inventory.InventoryConfig;
import io.tidegate.order.OrderConfig;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.postgres.PostgresConfig;
import io.vertx.pgclient.PgConnectOptions;

/**
 * Reads every setting of a node once before anything is started: one that finds a wrong setting
 * half-way has joined the cluster and taken leases by then.
 */
final class Settings {

  private static final int SECRET_LENGTH_MIN = 32;

  private Settings() {}

  /** Fails with a {@link io.tidegate.platform.conf.ConfException} at the first that is wrong. */
  static void check(Conf conf) {
    var node = NodeConfig.from(conf.section("node"));
    ClusterConfig.from(conf.section("cluster"));
    KafkaConfig.from(conf.section("kafka"));
    checkPlatform(conf.section("platform"));
    for (var role : node.roles()) {
      checkRole(role, conf);
    }
  }

  private static void checkPlatform(Conf.Section platform) {
    BreakerConfig.from(platform);
    platform.milliseconds("leaseTermMs");
    if (platform.text("internalTokenSecret").length() < SECRET_LENGTH_MIN) {
      throw platform.wrong(
          "internalTokenSecret", "too short", SECRET_LENGTH_MIN + " characters long at least");
    }
  }

  private static void checkRole(String role, Conf conf) {
    switch (role) {
      case IdentityApi.ROLE -> IdentityConfig.from(conf);
      case CatalogApi.ROLE -> CatalogConfig.from(conf);
      case InventoryApi.ROLE -> InventoryConfig.from(conf.section(role));
      case OrderApi.ROLE -> OrderConfig.from(conf.section(role));
      case DeliveryApi.ROLE -> DeliveryConfig.from(conf);
      default -> GatewayConfig.from(conf);
    }
    if (Modules.aggregateIdTypes().containsKey(role)) {
      PostgresConfig.from(role, conf);
      checkUri(conf.section(role), "writeUri");
      checkUri(conf.section(role), "readUri");
    }
  }

  private static void checkUri(Conf.Section domain, String key) {
    try {
      PgConnectOptions.fromUri(domain.text(key));
    } catch (IllegalArgumentException _) {
      throw domain.wrong(key, "no such address", "postgresql://user:password@host:5432/database");
    }
  }
}
