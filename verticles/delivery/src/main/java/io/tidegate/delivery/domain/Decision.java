package io.tidegate.delivery.domain;

import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryEvents.DeliveryEvent;

/** What comes of a command to a delivery. */
public sealed interface Decision {

  /** Something happened, and this is how the delivery stands after it. */
  record Changed(Delivery after, DeliveryEvent event) implements Decision {}

  /** It is so already. */
  record Unchanged() implements Decision {}

  /** The rule says no. */
  record Refused(DeliveryApi.Refused reason) implements Decision {}
}
