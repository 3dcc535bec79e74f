package io.tidegate.loadtests.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be done.
 *
 * @param home the folder of {@code ./tidegate}
 * @param out for the verdict, the ledger and everything that is kept
 * @param time in which steps begin
 * @param kinds that are drawn from
 * @param command as it was given
 */
record ChaosPlan(
    Path home, Path out, long seed, Duration time, List<FaultKind> kinds, String command) {

  /** Three are the fewest of which one can be lost while two go on. */
  static final int NODES = 3;

  ChaosPlan {
    kinds = List.copyOf(kinds);
  }

  Schedule schedule() {
    return new Schedule(seed, NODES, kinds);
  }
}
