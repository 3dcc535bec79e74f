package io.tidegate.order.domain;

import io.tidegate.contracts.Refusal;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import java.util.List;

/** What becomes of a wish: events, none of them where it is so already, or a refusal. */
public sealed interface Decision {

  /** It happens, or it has happened. */
  record Accepted(List<OrderEvent> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The rule says no. */
  record Refused(Refusal refusal) implements Decision {}

  static Decision accept(OrderEvent event) {
    return new Accepted(List.of(event));
  }

  /** It is so already. */
  static Decision nothing() {
    return new Accepted(List.of());
  }

  static Decision refuse(Refusal refusal) {
    return new Refused(refusal);
  }
}
