package io.tidegate.platform.bus;

import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.WireMessage;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.platform.json.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The closed table of what may travel on the bus: every record of the sealed contracts, by a short
 * name such as {@code inventory.ReserveStock}. No name from the wire ever reaches a class loader.
 */
public final class WireTypes {

  private static final Map<String, Class<? extends WireMessage>> BY_NAME = new HashMap<>();
  private static final Map<Class<?>, String> NAMES = new HashMap<>();

  static {
    List.of(
            CommonRefusal.class,
            IdentityApi.Request.class,
            IdentityApi.Reply.class,
            CatalogApi.Request.class,
            CatalogApi.Reply.class,
            InventoryApi.Request.class,
            InventoryApi.Reply.class,
            OrderApi.Request.class,
            OrderApi.Reply.class,
            DeliveryApi.Request.class,
            DeliveryApi.Reply.class,
            OpsApi.Request.class,
            OpsApi.Reply.class)
        .forEach(WireTypes::add);
    add(IdentityApi.Revocation.class);
    add(OrderApi.OffersChanged.class);
  }

  private WireTypes() {}

  /** The record types of the table, by name. */
  public static Map<String, Class<? extends WireMessage>> all() {
    return Collections.unmodifiableMap(BY_NAME);
  }

  /** The wire name of a message; a type that is not in the table is a mistake of ours. */
  public static String nameOf(WireMessage message) {
    var name = NAMES.get(message.getClass());
    if (name == null) {
      throw new IllegalStateException(message.getClass() + " is not in the contracts");
    }
    return name;
  }

  /** The message that a name and a JSON text say; {@link IllegalArgumentException} for neither. */
  public static WireMessage decode(String name, String json) {
    var type = BY_NAME.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no such message: " + name);
    }
    return Json.decode(json, type);
  }

  private static void add(Class<?> type) {
    if (type.isSealed()) {
      for (var permitted : type.getPermittedSubclasses()) {
        add(permitted);
      }
    } else if (!NAMES.containsKey(type)) {
      var message = type.asSubclass(WireMessage.class);
      var domain = type.getPackageName().replaceFirst("^io\\.tidegate\\.contracts\\.?", "");
      var name = (domain.isEmpty() ? "common" : domain) + "." + type.getSimpleName();
      NAMES.put(message, name);
      BY_NAME.put(name, message);
    }
  }
}
