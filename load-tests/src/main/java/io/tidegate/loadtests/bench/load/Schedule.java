package io.tidegate.loadtests.bench.load;

import java.time.Duration;

/** When the window begins and ends, by {@link System#nanoTime}. */
record Schedule(long start, long begin, long end) {

  static Schedule from(long now, Duration leadIn, Duration window) {
    var begin = now + leadIn.toNanos();
    return new Schedule(now, begin, begin + window.toNanos());
  }

  boolean contains(long moment) {
    return moment >= begin && moment < end;
  }
}
