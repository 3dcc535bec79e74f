package io.tidegate.contracts;

/** The answer to a {@link Request}, a {@link Refusal} included. */
public interface Reply extends WireMessage {}
