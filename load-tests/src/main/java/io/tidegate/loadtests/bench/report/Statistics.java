package io.tidegate.loadtests.bench.report;

import java.util.Collection;

/** The middle and the ends of a few numbers. */
public record Statistics(double least, double median, double most) {

  /** Of at least one number. */
  public static Statistics of(Collection<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("of nothing there is no median");
    }
    var sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    var middle = sorted.length / 2;
    var median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Statistics(sorted[0], median, sorted[sorted.length - 1]);
  }
}
