package io.tidegate.delivery.store;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.Delivery;
import io.tidegate.platform.eventstore.Append;
import java.util.List;

/** A delivery with its id and the version that it was read at; version 0 where it is new. */
public record StoredDelivery(DeliveryId id, int version, Delivery delivery) {

  /** What a decision made on this version appends. */
  public Append append(Changed change) {
    return append(id, version, change);
  }

  /** What the first decision about a delivery appends. */
  public static Append first(DeliveryId id, Changed change) {
    return append(id, 0, change);
  }

  /** As others see it. */
  public DeliveryView view() {
    return view(id, delivery);
  }

  /** As others see it after a change. */
  public DeliveryView view(Changed change) {
    return view(id, change.after());
  }

  private static Append append(DeliveryId id, int version, Changed change) {
    var after = change.after();
    return new Append(
        id.toString(), version, after.status().name(), after, List.of(change.event()));
  }

  private static DeliveryView view(DeliveryId id, Delivery delivery) {
    return new DeliveryView(
        id,
        delivery.orderId(),
        delivery.status(),
        delivery.estimatedDelivery(),
        delivery.dispatchedAt(),
        delivery.deliveredAt(),
        delivery.lines());
  }
}
