package io.tidegate.cluster.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a sale came to. Everything is counted: {@code sold} and {@code of} by the ledger, {@code
 * refused} by the answers.
 */
record Verdict(
    long sold,
    long of,
    long refused,
    long oversold,
    long lost,
    long duplicated,
    List<Check> checks) {

  /** Whether the three promises were kept and every check is well. */
  boolean passed() {
    return oversold == 0 && lost == 0 && duplicated == 0 && checks.stream().allMatch(Check::passed);
  }

  /** The same with more that was looked at. */
  Verdict withChecks(List<Check> more) {
    var all = Stream.concat(checks.stream(), more.stream()).toList();
    return new Verdict(sold, of, refused, oversold, lost, duplicated, all);
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
