package io.tidegate.platform.guard;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many of the calls of a window that moves along were faults. The window moves in tenths. Any
 * thread.
 */
final class FaultRate {

  private static final int PARTS = 10;

  private final int faultsMin;
  private final int faultPercent;
  private final long partNanos;
  private final int[] calls = new int[PARTS];
  private final int[] faults = new int[PARTS];
  private long part = Long.MIN_VALUE / 2;

  /** A rate that is too high with so many faults, and such a share of them, in the window. */
  FaultRate(int faultsMin, int faultPercent, Duration window) {
    this.faultsMin = faultsMin;
    this.faultPercent = faultPercent;
    this.partNanos = Math.max(1, window.dividedBy(PARTS).toNanos());
  }

  /** Counts a call that has ended now; true where it is a fault that makes the rate too high. */
  synchronized boolean count(boolean isFault, long nanoTime) {
    moveTo(nanoTime);
    var now = Math.floorMod(part, PARTS);
    calls[now]++;
    if (!isFault) {
      return false;
    }
    faults[now]++;
    var faultsNow = Arrays.stream(faults).sum();
    return faultsNow >= faultsMin
        && faultsNow * 100L >= Arrays.stream(calls).asLongStream().sum() * faultPercent;
  }

  /** The faults of the window. */
  synchronized int faults(long nanoTime) {
    moveTo(nanoTime);
    return Arrays.stream(faults).sum();
  }

  /** Begins anew. */
  synchronized void forget() {
    Arrays.fill(calls, 0);
    Arrays.fill(faults, 0);
  }

  private void moveTo(long nanoTime) {
    var now = Math.floorDiv(nanoTime, partNanos);
    var passed = now - part;
    // Another thread may have looked at its clock before us and come later.
    if (passed > 0) {
      for (var each = 0; each < Math.min(passed, PARTS); each++) {
        calls[Math.floorMod(now - each, PARTS)] = 0;
        faults[Math.floorMod(now - each, PARTS)] = 0;
      }
      part = now;
    }
  }
}
