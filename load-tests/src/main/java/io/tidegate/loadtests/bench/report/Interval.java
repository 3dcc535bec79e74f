package io.tidegate.loadtests.bench.report;

import java.util.Collection;

/**
 * Where the median of what was drawn from lies, whatever its shape: between two of the values, as
 * many from the ends as the wanted certainty allows (the sign test's interval).
 *
 * @param certainPercent how certain that is, exactly; below {@link #WANTED_PERCENT} where there are
 *     fewer than six values
 */
public record Interval(double low, double high, double certainPercent) {

  /** At least so certain, where there are values enough. */
  public static final double WANTED_PERCENT = 95;

  /** Of at least one value. */
  public static Interval ofMedian(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("of nothing there is no median");
    }
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    var fromEnd = 0;
    while (fromEnd + 1 < (sorted.length + 1) / 2
        && certainPercent(sorted.length, fromEnd + 1) >= WANTED_PERCENT) {
      fromEnd++;
    }
    return new Interval(
        sorted[fromEnd],
        sorted[sorted.length - 1 - fromEnd],
        certainPercent(sorted.length, fromEnd));
  }

  /**
   * The median is outside where at most so many of the values lie on one side of it, which is as
   * likely as that many heads in so many throws of a coin; and that on two sides.
   */
  private static double certainPercent(int values, int fromEnd) {
    var ways = 1.0;
    var outside = 0.0;
    for (var heads = 0; heads <= fromEnd; heads++) {
      outside += ways;
      ways = ways * (values - heads) / (heads + 1);
    }
    return Math.max(0, 100 * (1 - 2 * outside / Math.pow(2, values)));
  }

  /** Whether a difference is one at all. */
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }
}
