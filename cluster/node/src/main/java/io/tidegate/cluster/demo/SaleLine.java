package io.tidegate.cluster.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;

/** The live line of a sale. One thread asks for it. */
final class SaleLine {

  /** How often it is printed to a file. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final double PACE_S = 1;

  private final Tally tally;
  private final IntSupplier stockLeft;
  private double paceSince;
  private long decidedThen;
  private double perSecond;

  SaleLine(Tally tally, IntSupplier stockLeft) {
    this.tally = tally;
    this.stockLeft = stockLeft;
  }

  String text() {
    var seconds = tally.seconds();
    var decided = tally.decided();
    if (seconds - paceSince >= PACE_S) {
      perSecond = (decided - decidedThen) / (seconds - paceSince);
      paceSince = seconds;
      decidedThen = decided;
    } else if (paceSince == 0) {
      perSecond = decided / Math.max(seconds, 0.001);
    }
    return String.format(
        Locale.ROOT,
        "%4.1f s · %,.0f orders/s · sold %,d · refused %,d · left %,d · p50 %.0f p99 %.0f ms",
        seconds,
        perSecond,
        tally.confirmed(),
        tally.refused(),
        stockLeft.getAsInt(),
        tally.percentileMs(50),
        tally.percentileMs(99));
  }
}
