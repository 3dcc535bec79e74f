package io.tidegate.cluster.demo;

import io.tidegate.cluster.check.CheckReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a sale came to. Everything is counted: {@code sold} and {@code of} by the ledger, {@code
 * refused} by the answers, and what must not be by the checkers.
 */
record Verdict(
    long sold,
    long of,
    long refused,
    long oversold,
    long lost,
    long duplicated,
    CheckReport report,
    List<Check> checks) {

  /** Whether the three promises were kept and every check is well. */
  boolean passed() {
    return oversold == 0
        && lost == 0
        && duplicated == 0
        && report.passed()
        && checks.stream().allMatch(Check::passed);
  }

  /** The same with more that was looked at. */
  Verdict withChecks(List<Check> more) {
    var all = Stream.concat(checks.stream(), more.stream()).toList();
    return new Verdict(sold, of, refused, oversold, lost, duplicated, report, all);
  }

  /** The last line; scripts read it, so its form is fixed: no separators in numbers. */
  String line() {
    return String.format(
        Locale.ROOT,
        "sold %d of %d · refused %d · oversold %d · lost %d · duplicated %d",
        sold,
        of,
        refused,
        oversold,
        lost,
        duplicated);
  }
}
