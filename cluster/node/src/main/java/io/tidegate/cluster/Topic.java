package io.tidegate.cluster;

import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.order.OrderEvents;
import java.util.List;

/** A domain's events in Kafka, by the name without the shop's prefix. */
public record Topic(String domain, String name) {

  public static final List<Topic> ALL =
      List.of(
          new Topic("catalog", CatalogEvents.TOPIC),
          new Topic("inventory", InventoryEvents.TOPIC),
          new Topic("order", OrderEvents.TOPIC),
          new Topic("delivery", DeliveryEvents.TOPIC));

  /** The names of all of them. */
  public static List<String> names() {
    return ALL.stream().map(Topic::name).toList();
  }
}
