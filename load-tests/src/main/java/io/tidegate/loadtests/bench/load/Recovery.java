package io.tidegate.loadtests.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a system was unwell after a moment: counts, second by second, what fell due and what of
 * it was answered well. Written on the event loop; read by others when the run is over.
 */
public final class Recovery {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long from;
  private final long wellNanos;
  private final long[] due;
  private final long[] well;

  /**
   * @param from by {@link System#nanoTime}
   * @param observed whole seconds
   * @param wellWithin an answer that takes longer is none
   */
  Recovery(long from, Duration observed, Duration wellWithin) {
    this.from = from;
    this.wellNanos = wellWithin.toNanos();
    this.due = new long[Math.toIntExact(observed.toSeconds())];
    this.well = new long[due.length];
  }

  void due(long meant) {
    count(due, meant);
  }

  void answered(int status, long meant, long nanos) {
    if (status >= 200 && status < 300 && nanos <= wellNanos) {
      count(well, meant);
    }
  }

  private void count(long[] seconds, long meant) {
    var second = Math.floorDiv(meant - from, SECOND);
    if (second >= 0 && second < seconds.length) {
      seconds[(int) second]++;
    }
  }

  /**
   * Seconds until the first one since which everything that fell due was answered well; as many as
   * were observed where the last of them was not well yet.
   */
  public int seconds() {
    var second = due.length;
    while (second > 0 && due[second - 1] > 0 && well[second - 1] == due[second - 1]) {
      second--;
    }
    return second;
  }

  /** How many were due in that time and not answered well. */
  public long unwell() {
    var sum = 0L;
    for (var second = 0; second < due.length; second++) {
      sum += due[second] - well[second];
    }
    return sum;
  }
}
