package io.tidegate.loadtests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault, or two that overlap.
 *
 * @param calm before it begins, counted from when the shop is well
 */
record Step(int number, Duration calm, List<Fault> faults) {

  Step {
    faults = List.copyOf(faults);
  }

  /**
   * The rows of the catalogue of faults that it belongs to; several at once are one of their own.
   */
  String rows() {
    return faults.stream()
            .map(fault -> fault.kind().row())
            .distinct()
            .collect(Collectors.joining(" "))
        + (faults.size() > 1 ? " F26" : "");
  }

  /**
   * How long a node that was left alone may go without an answered order; 0: nothing is promised.
   */
  int gapSecondsMax() {
    return faults.size() == 1 ? faults.getFirst().kind().gapSecondsMax() : 0;
  }

  /** How soon after its end orders are answered and events flow; 0: nothing is promised. */
  int healSecondsMax() {
    return faults.size() == 1 ? faults.getFirst().kind().healSecondsMax() : 0;
  }

  @Override
  public String toString() {
    return faults.stream().map(Fault::toString).collect(Collectors.joining(" and "));
  }
}
