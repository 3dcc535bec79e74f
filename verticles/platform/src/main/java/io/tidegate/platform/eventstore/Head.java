package io.tidegate.platform.eventstore;

/** An aggregate as it stands: its version and its state at it. */
public record Head<S>(String aggregateId, int version, S state) {}
