package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One line of the table that says whether the shop is as fast as it should be.
 *
 * @param bound the least that is good, or the most where {@code atMost}
 * @param each a value for each round that counts, in their order; the median is held to the bound
 */
public record Figure(String name, double bound, boolean atMost, String unit, List<Double> each) {

  /** How it ended. */
  public enum Verdict {
    PASS,
    FAIL,
    /** No round of it counts, or it was not asked for. */
    NOT_MEASURED
  }

  @JsonProperty
  public Verdict verdict() {
    if (each.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }
    var median = Statistics.of(each).median();
    return (atMost ? median <= bound : median >= bound) ? Verdict.PASS : Verdict.FAIL;
  }

  @JsonProperty
  public Double median() {
    return each.isEmpty() ? null : Statistics.of(each).median();
  }
}
