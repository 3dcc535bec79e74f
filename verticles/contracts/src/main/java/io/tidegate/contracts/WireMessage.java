package io.tidegate.contracts;

/** A record that may travel: over the event bus, into the event store, or to Kafka. Immutable. */
public interface WireMessage {}
