package io.tidegate.platform.eventstore;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.EventType;
import io.tidegate.contracts.catalog.CatalogEvents.CatalogEvent;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryEvent;
import io.tidegate.contracts.inventory.InventoryEvents.InventoryEvent;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.platform.json.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The closed table of events, by the names that {@link EventType} gives them. Any thread. */
public final class EventTypes {

  private static final Map<String, Class<? extends DomainEvent>> BY_NAME = new HashMap<>();
  private static final Map<Class<?>, String> NAMES = new HashMap<>();

  static {
    for (var domain :
        List.of(CatalogEvent.class, InventoryEvent.class, OrderEvent.class, DeliveryEvent.class)) {
      for (var type : domain.getPermittedSubclasses()) {
        var name = type.getAnnotation(EventType.class).value();
        NAMES.put(type, name);
        BY_NAME.put(name, type.asSubclass(DomainEvent.class));
      }
    }
  }

  private EventTypes() {}

  /** The record types of the table, by name. */
  public static Map<String, Class<? extends DomainEvent>> all() {
    return Collections.unmodifiableMap(BY_NAME);
  }

  /** The name and version of an event: {@code order.placed.v1}. */
  public static String nameOf(DomainEvent event) {
    return NAMES.get(event.getClass());
  }

  /** The simple name of a type, as the HTTP API shows it: {@code OrderPlaced}. */
  public static String simpleName(String name) {
    var type = BY_NAME.get(name);
    return type == null ? name : type.getSimpleName();
  }

  /** Whether there is an event of this name. */
  public static boolean knows(String name) {
    return BY_NAME.containsKey(name);
  }

  /** The event; {@link IllegalArgumentException} where name or text say none. */
  public static DomainEvent decode(String name, String json) {
    var type = BY_NAME.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no such event: " + name);
    }
    return Json.decode(json, type);
  }
}
