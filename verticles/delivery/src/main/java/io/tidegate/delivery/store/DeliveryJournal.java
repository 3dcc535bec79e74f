package io.tidegate.delivery.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where every change of a delivery is written, on heads that the transaction has locked or creates.
 * Once that has committed, it counts the deliveries by the status that they came to ({@code
 * tidegate_deliveries_total}) and wakes the relay. Any thread.
 */
public final class DeliveryJournal {

  private final EventStore events;
  private final Map<DeliveryStatus, Counter> counters = new EnumMap<>(DeliveryStatus.class);

  public DeliveryJournal(EventStore events, MeterRegistry meters) {
    this.events = events;
    for (var status : DeliveryStatus.values()) {
      counters.put(
          status,
          Counter.builder("tidegate.deliveries")
              .description("Deliveries by the status that they came to")
              .tag("status", status.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  /** Appends all of the batch, or fails the transaction. */
  public Future<Void> append(
      SqlConnection transaction, Collection<Append> batch, Origin origin, Instant at) {
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    transaction.transaction().completion().onSuccess(_ -> committed(batch));
    return events
        .append(transaction, batch, origin, at)
        .map(
            moved -> {
              if (moved.size() != batch.size()) {
                throw new IllegalStateException(
                    "%d of %d deliveries moved on although they were locked"
                        .formatted(batch.size() - moved.size(), batch.size()));
              }
              return null;
            });
  }

  private void committed(Collection<Append> batch) {
    batch.forEach(one -> counters.get(DeliveryStatus.valueOf(one.status())).increment());
    events.committed();
  }
}
