package io.tidegate.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;

/** How orders ended, as {@code tidegate_orders_total{outcome,reason}}. Any thread. */
final class OrderMetrics {

  private static final String NAME = "tidegate.orders";

  private final MeterRegistry meters;

  OrderMetrics(MeterRegistry meters) {
    this.meters = meters;
    count("confirmed", "", 0);
    count("rejected", "insufficient-stock", 0);
    count("cancelled", "", 0);
  }

  /** Counts an event that is on disk. */
  void count(OrderEvent event) {
    switch (event) {
      case OrderConfirmed _ -> count("confirmed", "", 1);
      case OrderRejected rejected -> count("rejected", rejected.slug(), 1);
      case OrderCancelled _ -> count("cancelled", "", 1);
      default -> {
        // The others end nothing.
      }
    }
  }

  private void count(String outcome, String reason, int times) {
    meters.counter(NAME, "outcome", outcome, "reason", reason).increment(times);
  }
}
