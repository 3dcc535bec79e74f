package io.tidegate.platform.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when an answer is of use. It travels between nodes as the time that is left, so clocks are
 * never compared; within a node it is a point of the monotonic clock. Any thread.
 */
public record Deadline(long nanoTime) {

  /** So far from now. */
  public static Deadline in(Duration duration) {
    return new Deadline(MonotonicClock.nanoTime() + duration.toNanos());
  }

  /** Milliseconds left; zero or less once it has passed. */
  public long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime - MonotonicClock.nanoTime());
  }

  public boolean hasPassed() {
    return nanoTime - MonotonicClock.nanoTime() <= 0;
  }

  /** For a part of the work that must leave as much time for the rest. */
  public Deadline half() {
    var now = MonotonicClock.nanoTime();
    return new Deadline(now + (nanoTime - now) / 2);
  }

  /** The earlier of this and so far from now. */
  public Deadline atMost(Duration duration) {
    var other = in(duration);
    return other.nanoTime - nanoTime < 0 ? other : this;
  }
}
