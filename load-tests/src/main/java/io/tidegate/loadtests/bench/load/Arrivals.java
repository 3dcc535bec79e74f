package io.tidegate.loadtests.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When requests fall due: at random moments (a Poisson process), whose rate may change at planned
 * ones. Not thread-safe.
 */
final class Arrivals {

  /** What {@link #next} gives when nothing is due any more. */
  static final long NEVER = Long.MAX_VALUE;

  private final SplittableRandom random;
  private final List<Stretch> stretches;
  private double last;
  private int stretch;

  /**
   * @param start where the first stretch begins; each further one begins where the last ends
   */
  Arrivals(SplittableRandom random, long start, List<Stretch> stretches) {
    this.random = random;
    this.last = start;
    this.stretches = List.copyOf(stretches);
  }

  /**
   * Some time at one rate.
   *
   * @param until where it ends, by {@link System#nanoTime}
   */
  record Stretch(long until, double perSecond) {
    double nanosBetween() {
      return TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }

  /** The next moment, each time a later one. */
  long next() {
    while (stretch < stretches.size()) {
      var here = stretches.get(stretch);
      last += -Math.log(1 - random.nextDouble()) * here.nanosBetween();
      if (last < here.until()) {
        return (long) last;
      }
      // A Poisson process has no memory: it may as well begin anew with the new rate.
      last = here.until();
      stretch++;
    }
    return NEVER;
  }
}
