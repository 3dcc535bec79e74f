package io.tidegate.loadtests.bench.load;

import java.time.Duration;

/**
 * A window in which more is offered than a system can do, and what follows.
 *
 * @param perSecond offered in the window
 * @param calmPerSecond offered before it and after it
 * @param calm how long it is looked at afterwards: whole seconds
 * @param wellWithin an answer that takes longer is not a good one
 */
public record Surge(
    double perSecond,
    double calmPerSecond,
    Duration leadIn,
    Duration window,
    Duration calm,
    Duration wellWithin) {

  /**
   * What came of it.
   *
   * @param answers to what fell due in the window
   * @param recovery from its end on
   */
  public record Outcome(Answers answers, Recovery recovery) {}
}
