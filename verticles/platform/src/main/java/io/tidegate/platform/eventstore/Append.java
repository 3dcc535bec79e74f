package io.tidegate.platform.eventstore;

import io.tidegate.contracts.DomainEvent;
import java.util.List;

/**
 * What one command does to one aggregate: the events, and the state after them.
 *
 * @param expectedVersion the version that the decision was made on; 0 for a new aggregate
 * @param status the aggregate's status in one word, beside its state so that it can be asked for
 * @param state a record: what {@code head.state} holds as JSON
 */
public record Append(
    String aggregateId,
    int expectedVersion,
    String status,
    Object state,
    List<? extends DomainEvent> events) {
  public Append {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an append has at least one event");
    }
  }

  /** The version after it. */
  public int version() {
    return expectedVersion + events.size();
  }
}
