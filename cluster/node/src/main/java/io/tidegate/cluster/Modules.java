package io.tidegate.cluster;

import io.tidegate.catalog.CatalogModule;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.delivery.DeliveryModule;
import io.tidegate.identity.IdentityModule;
import io.tidegate.inventory.InventoryModule;
import io.tidegate.order.OrderModule;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The domains that there are, in the order in which they start. */
final class Modules {

  private record Domain(String aggregateIdType, Function<Platform, DomainModule> module) {}

  private static final Map<String, Domain> BY_ROLE = new LinkedHashMap<>();

  static {
    BY_ROLE.put(IdentityApi.ROLE, new Domain("text", IdentityModule::new));
    BY_ROLE.put(CatalogApi.ROLE, new Domain("text", CatalogModule::new));
    BY_ROLE.put(InventoryApi.ROLE, new Domain("text", InventoryModule::new));
    BY_ROLE.put(OrderApi.ROLE, new Domain("uuid", OrderModule::new));
    BY_ROLE.put(DeliveryApi.ROLE, new Domain("uuid", DeliveryModule::new));
  }

  private Modules() {}

  /** The module of a domain, or null for a role that is none. */
  static DomainModule of(String role, Platform platform) {
    var domain = BY_ROLE.get(role);
    return domain == null ? null : domain.module().apply(platform);
  }

  /** The SQL type of each domain's aggregate ids, for its migrations. */
  static Map<String, String> aggregateIdTypes() {
    var types = new LinkedHashMap<String, String>();
    BY_ROLE.forEach((role, domain) -> types.put(role, domain.aggregateIdType()));
    return types;
  }
}
