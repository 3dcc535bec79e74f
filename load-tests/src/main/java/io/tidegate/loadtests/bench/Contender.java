package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.report.Measurement;
import java.time.Duration;

/** Somebody who takes part in the rounds. */
interface Contender {

  /** As the results call it. */
  String name();

  /** Runs once, checks the books, and says what came of it. */
  Measurement measure(int round, Duration window) throws InterruptedException;
}
