package io.tidegate.contracts;

/**
 * The rule says no. A refusal is a value and never a failure, so no circuit breaker counts it; the
 * gateway gives each its HTTP face.
 */
public interface Refusal extends Reply {}
