package io.tidegate.loadtests.bench.load;

import java.time.Duration;

/**
 * When the window begins and ends, by {@link System#nanoTime}.
 *
 * @param until when sending ends: with the window, or later where what follows it is looked at too
 */
record Schedule(long start, long begin, long end, long until) {

  static Schedule from(long now, Duration leadIn, Duration window) {
    var begin = now + leadIn.toNanos();
    var end = begin + window.toNanos();
    return new Schedule(now, begin, end, end);
  }

  /** The same, with something after the window. */
  Schedule then(Duration after) {
    return new Schedule(start, begin, end, end + after.toNanos());
  }

  boolean contains(long moment) {
    return moment >= begin && moment < end;
  }
}
