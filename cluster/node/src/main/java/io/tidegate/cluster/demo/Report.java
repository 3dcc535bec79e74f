package io.tidegate.cluster.demo;

import io.tidegate.cluster.check.CheckReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what a sale came to. */
final class Report {

  private static final String OK = "  ok    ";
  private static final String WRONG = "  WRONG ";

  private Report() {}

  /**
   * How the sale went, from its tally.
   *
   * @param seconds from the first attempt to the last answer
   */
  static List<String> sale(Tally tally, long resends, double seconds) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Sale: %,d attempts decided in %.1f s: %,.0f orders/s · p50 %.0f ms · p99 %.0f ms",
            tally.decided(),
            seconds,
            tally.decided() / seconds,
            tally.percentileMs(50),
            tally.percentileMs(99)));
    lines.add(
        String.format(
            Locale.ROOT,
            "      %,d confirmed · %,d refused · %,d repeated under their key on another node",
            tally.confirmed(),
            tally.refused(),
            tally.repeats()));
    lines.add(
        String.format(
            Locale.ROOT,
            "      %,d sent again after an overload, a time-out or a lost connection",
            resends));
    return lines;
  }

  /** What the checkers say. */
  static List<String> promises(CheckReport report, Screen screen) {
    return report.verdictLines().stream()
        .map(
            line ->
                line.startsWith(OK)
                    ? screen.good(OK) + line.substring(OK.length())
                    : line.startsWith(WRONG)
                        ? screen.bad(WRONG) + line.substring(WRONG.length())
                        : line)
        .toList();
  }

  /** One line for each check. */
  static List<String> checks(List<Check> checks, Screen screen) {
    return checks.stream()
        .map(
            check ->
                check.passed()
                    ? screen.good(OK) + check.what()
                    : screen.bad(WRONG)
                        + check.what()
                        + String.format(Locale.ROOT, ": not so %,d×", check.wrong()))
        .toList();
  }
}
