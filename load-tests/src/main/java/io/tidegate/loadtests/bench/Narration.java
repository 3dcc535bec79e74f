package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.report.Measurement;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells who waits what is going on; what is found out goes elsewhere. */
final class Narration {

  private final PrintStream out;
  private final long begin = System.nanoTime();

  Narration(PrintStream out) {
    this.out = out;
  }

  void say(String text) {
    var passed = Duration.ofNanos(System.nanoTime() - begin);
    out.printf("%3d:%02d  %s%n", passed.toMinutes(), passed.toSecondsPart(), text);
  }

  void tell(Measurement measured) {
    say(
        String.format(
            Locale.ROOT,
            "round %d  %-36s %,8.0f/s  p50 %.1f ms%s%s",
            measured.round(),
            measured.contender(),
            measured.perSecond(),
            measured.p50Millis(),
            measured.p99Millis() == null
                ? ""
                : String.format(Locale.ROOT, "  p99 %.1f ms", measured.p99Millis()),
            measured.counts() ? "" : "  DOES NOT COUNT: " + String.join("; ", measured.errors())));
  }
}
