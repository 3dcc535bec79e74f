package io.tidegate.cluster.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** How many of so many are done, and how fast. */
final class ProgressBar {

  /** How often it is printed to a file. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private static final int CELLS = 24;

  private final String what;
  private final int all;
  private final long start = System.nanoTime();
  private final AtomicInteger done = new AtomicInteger();

  ProgressBar(String what, int all) {
    this.what = what;
    this.all = all;
  }

  void step() {
    done.incrementAndGet();
  }

  /** The line as it stands. */
  String text() {
    return text(what, done.get(), all, (System.nanoTime() - start) / 1e9);
  }

  static String text(String what, int done, int all, double seconds) {
    var filled = all == 0 ? CELLS : (int) ((long) CELLS * done / all);
    return String.format(
        Locale.ROOT,
        "%-9s [%s%s] %,d of %,d · %,.0f/s · %.1f s",
        what,
        "█".repeat(filled),
        "·".repeat(CELLS - filled),
        done,
        all,
        done / Math.max(seconds, 0.001),
        seconds);
  }
}
