package io.tidegate.platform.guard;

/**
 * How a request can fail for no fault of its own: the failure codes on the bus. {@code
 * maybeExecuted} says whether it may have had an effect; {@code counts} whether a circuit breaker
 * should count it.
 */
public enum Fault {
  /** The inbox or the slot is full. */
  BUSY(1, false, false),
  /** The deadline passed before anything was done. */
  EXPIRED(2, false, false),
  /** The node is leaving; another one will answer. */
  DRAINING(3, false, false),
  /** No node that carries the role can be reached. */
  UNREACHABLE(4, false, true),
  /** The breaker of a dependency is open. */
  BREAKER_OPEN(5, false, false),
  /** The internal token was missing or wrong. */
  UNAUTHENTICATED(6, false, false),
  /** PostgreSQL, Kafka or another domain did not do its part. */
  DEPENDENCY(7, true, true),
  /** No answer came in time. */
  TIMEOUT(8, true, true),
  /** We are wrong; it is in the log. */
  BUG(9, true, true);

  private final int code;
  private final boolean maybeExecuted;
  private final boolean counts;

  Fault(int code, boolean maybeExecuted, boolean counts) {
    this.code = code;
    this.maybeExecuted = maybeExecuted;
    this.counts = counts;
  }

  /** Whether the request may have had an effect all the same. */
  public boolean maybeExecuted() {
    return maybeExecuted;
  }

  /** Whether this says something about the dependency's health. */
  public boolean counts() {
    return counts;
  }

  /** The failure code on the bus: positive, as Vert.x keeps the others for itself. */
  public int code() {
    return code;
  }

  /** The fault of a failure code, or {@link #BUG} for one that we do not know. */
  public static Fault of(int code) {
    for (var fault : values()) {
      if (fault.code == code) {
        return fault;
      }
    }
    return BUG;
  }
}
