package io.tidegate.loadtests.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long START = 7 * SECOND;

  @Test
  void comeAtTheRateOfEachStretch() {
    var moments =
        moments(
            new Arrivals.Stretch(START + 2 * SECOND, 1_000),
            new Arrivals.Stretch(START + 3 * SECOND, 10_000),
            new Arrivals.Stretch(START + 5 * SECOND, 100));

    assertAbout(2_000, moments, START, START + 2 * SECOND);
    assertAbout(10_000, moments, START + 2 * SECOND, START + 3 * SECOND);
    assertAbout(200, moments, START + 3 * SECOND, START + 5 * SECOND);
    assertEquals(moments.stream().sorted().toList(), moments);
  }

  @Test
  void endWithTheLastStretch() {
    var arrivals =
        new Arrivals(
            new SplittableRandom(1), START, List.of(new Arrivals.Stretch(START + SECOND, 0.001)));

    assertEquals(Arrivals.NEVER, arrivals.next());
    assertEquals(Arrivals.NEVER, arrivals.next());
  }

  /** Of a Poisson distribution the deviation is the root of the mean. */
  private static void assertAbout(long mean, List<Long> moments, long from, long until) {
    var count = moments.stream().filter(moment -> moment >= from && moment < until).count();
    assertTrue(
        (double) Math.abs(count - mean) < 5 * Math.sqrt((double) mean),
        () -> count + " instead of " + mean);
  }

  private static List<Long> moments(Arrivals.Stretch... stretches) {
    var arrivals = new Arrivals(new SplittableRandom(1), START, List.of(stretches));
    var moments = new ArrayList<Long>();
    for (var next = arrivals.next(); next != Arrivals.NEVER; next = arrivals.next()) {
      moments.add(next);
    }
    return moments;
  }
}
