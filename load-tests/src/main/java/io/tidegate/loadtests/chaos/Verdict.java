package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.check.CheckReport;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param passed whether everything was kept, and in time
 * @param kept whether no promise was broken
 * @param inTime whether the shop came back after every step as soon as it is promised
 * @param about the run: seed, command, commit, date
 * @param machine that it ran on
 * @param orders that were answered as confirmed or pending
 * @param oversold offences that the checkers of stock and reservations found
 * @param lost those of the ledger, in the tables and as its customers read it
 * @param duplicated those of the keys
 * @param unsettled wishes whose end nobody learnt, though they were sent again and again
 * @param counts of answers by what they said, and of what else was done
 * @param steps in their order; the same seed gives the same ones, as many as there is time for
 * @param check what all checkers found, and the ledger's
 */
record Verdict(
    boolean passed,
    boolean kept,
    boolean inTime,
    Map<String, String> about,
    Map<String, String> machine,
    long orders,
    long oversold,
    long lost,
    long duplicated,
    int unsettled,
    Map<String, Integer> counts,
    List<Outcome> steps,
    CheckReport check) {

  Verdict {
    steps = List.copyOf(steps);
  }

  /** The last line; its form is fixed. */
  String line() {
    var broken = check.verdicts().stream().filter(it -> !it.passed()).count();
    var late = steps.stream().filter(it -> !it.inTime()).count();
    return "orders %d · oversold %d · lost %d · duplicated %d · checkers broken %d · late %d of %d steps"
        .formatted(orders, oversold, lost, duplicated, broken, late, steps.size());
  }
}
