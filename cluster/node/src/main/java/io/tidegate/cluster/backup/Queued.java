package io.tidegate.cluster.backup;

import io.tidegate.contracts.order.OrderApi;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many events wait to be sent again.
 *
 * @param events by domain
 */
public record Queued(Map<String, Long> events) {

  public Queued {
    events = Map.copyOf(events);
  }

  /** Those of all domains. */
  public long all() {
    return events.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What to know before the shop is started where so many events of orders keep it from taking new
   * ones.
   *
   * @param outboxEventsMax as in the settings of orders
   */
  public Optional<String> warning(long outboxEventsMax) {
    long ofOrders = events.getOrDefault(OrderApi.ROLE, 0L);
    return ofOrders < outboxEventsMax
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of them are of orders: with %,d or more (order.outboxEventsMax), new orders are refused"
                    + " until most are sent.%nTo have orders taken at once, start it with"
                    + " TIDEGATE_ORDER_OUTBOX_EVENTS_MAX=%d this time.",
                ofOrders,
                outboxEventsMax,
                ofOrders + outboxEventsMax));
  }
}
