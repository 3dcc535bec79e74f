package io.tidegate.gateway.route;

import io.tidegate.contracts.delivery.DeliveryApi.DeliveryPage;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.inventory.InventoryApi.Movement;
import io.tidegate.contracts.inventory.InventoryApi.MovementPage;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * The HTTP form of the records whose own JSON form is another one: what is not there is left out
 * rather than null, and an event's data is JSON rather than text.
 */
final class Views {

  private Views() {}

  static JsonObject movements(MovementPage page) {
    return page(page.items(), Views::movement, page.next());
  }

  static JsonObject deliveries(DeliveryPage page) {
    return page(page.items(), Views::delivery, page.next());
  }

  /** The cursor of a history is the version to go on after. */
  static JsonObject events(OrderEventPage page) {
    var next = page.next() == null ? null : page.next().toString();
    return page(page.items(), Views::event, next);
  }

  static JsonObject delivery(DeliveryView delivery) {
    var json =
        new JsonObject()
            .put("deliveryId", delivery.deliveryId().toString())
            .put("orderId", delivery.orderId().toString())
            .put("status", delivery.status().name())
            .put("estimatedDelivery", delivery.estimatedDelivery().toString());
    putIfThere(json, "dispatchedAt", delivery.dispatchedAt());
    putIfThere(json, "deliveredAt", delivery.deliveredAt());
    return json.put("lines", array(delivery.lines(), Views::line));
  }

  private static JsonObject line(CartLine line) {
    return new JsonObject().put("sku", line.sku().value()).put("quantity", line.quantity());
  }

  private static JsonObject movement(Movement movement) {
    var json =
        new JsonObject()
            .put("movementId", movement.movementId())
            .put("sku", movement.sku().value())
            .put("version", movement.version())
            .put("position", movement.position())
            .put("kind", movement.kind().name())
            .put("quantity", movement.quantity());
    putIfThere(json, "orderId", movement.orderId());
    putIfThere(json, "reference", movement.reference());
    return json.put("at", movement.at().toString());
  }

  private static JsonObject event(OrderEventView event) {
    return new JsonObject()
        .put("version", event.version())
        .put("type", event.type())
        .put("data", new JsonObject(event.data()))
        .put("at", event.at().toString());
  }

  private static void putIfThere(JsonObject json, String name, Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }

  private static <T> JsonObject page(List<T> items, Function<T, JsonObject> view, String next) {
    return new JsonObject().put("items", array(items, view)).put("next", next);
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> view) {
    var array = new JsonArray();
    items.forEach(item -> array.add(view.apply(item)));
    return array;
  }
}
