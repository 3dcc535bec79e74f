package io.tidegate.platform.kafka;

import io.tidegate.contracts.DomainEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;

/**
 * What a domain does when another one says that something happened. Named as the sentence that it
 * is: {@code WhenOrderConfirmedThenScheduleDelivery}.
 *
 * <p>It must do no harm when applied again. A failed future rolls everything back: an outage is
 * tried again for ever, in order; anything else is tried event by event, and the one that fails is
 * parked with its aggregate.
 */
public interface Reaction {

  /** The consumer's name: where its position is kept. Never changes. */
  String name();

  /** The topic that it follows. */
  String topic();

  /** The events that it reacts to; it is not shown others. */
  Set<Class<? extends DomainEvent>> reactsTo();

  /** Applies a batch in the transaction that also moves the position; never empty. */
  Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> events);

  /** What has just been applied and committed: for hints alone, as it is not told again. */
  default void committed(List<ReceivedEvent> events) {}
}
