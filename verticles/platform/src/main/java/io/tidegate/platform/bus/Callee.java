package io.tidegate.platform.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.MonotonicClock;
import io.tidegate.platform.guard.RetryBudget;

/** A role as this node asks it: its breaker, and what may be asked twice. Any thread. */
final class Callee {

  private final String role;
  private final Breaker breaker;
  private final int retryAfterPercent;
  private final RetryBudget retries;
  private final Counter askedAgain;
  private final Counter notAskedAgain;

  Callee(String role, Breaker breaker, BusConfig config, MeterRegistry meters) {
    this.role = role;
    this.breaker = breaker;
    this.retryAfterPercent = config.retryAfterPercent();
    this.retries = new RetryBudget(config.retries());
    this.askedAgain =
        Counter.builder("tidegate.bus.retries")
            .description("Requests that met silence and were sent again")
            .tag("role", role)
            .register(meters);
    this.notAskedAgain =
        Counter.builder("tidegate.bus.retries.refused")
            .description("Requests that met silence when the retry budget was spent")
            .tag("role", role)
            .register(meters);
  }

  String role() {
    return role;
  }

  Breaker breaker() {
    return breaker;
  }

  /** One more request is made, and its share of a retry earned. */
  void asks() {
    retries.earn();
  }

  /** Until when a first attempt is waited for alone, on the monotonic clock. */
  long silentAt(Deadline deadline) {
    var now = MonotonicClock.nanoTime();
    return now + (deadline.nanoTime() - now) / 100 * retryAfterPercent;
  }

  boolean mayAskAgain() {
    var may = retries.spend();
    (may ? askedAgain : notAskedAgain).increment();
    return may;
  }
}
