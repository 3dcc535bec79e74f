package io.tidegate.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of day, which a test may put forward, and back again. Any thread. */
public final class SteppingClock implements InstantSource {

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(ahead.get());
  }

  /** Puts it forward by so much. */
  public void advance(Duration step) {
    ahead.accumulateAndGet(step, Duration::plus);
  }
}
