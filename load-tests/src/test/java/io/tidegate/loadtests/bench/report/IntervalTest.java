package io.tidegate.loadtests.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds and certainties are those of any table of the sign test. */
final class IntervalTest {

  @Test
  void takesTheEndsOfSevenValues() {
    assertEquals(
        new Interval(-3, 9, 98.4375), Interval.ofMedian(List.of(1., 9., -3., 2., 4., 5., 3.)));
  }

  @Test
  void leavesOutAsManyFromEachEndAsItMay() {
    assertEquals(new Interval(2, 8, 96.09375), upTo(9));
    assertEquals(new Interval(4, 12, 96.484375), upTo(15));
    assertEquals(new Interval(6, 15, 95.861), rounded(upTo(20)));
  }

  @Test
  void saysHowLittleFewValuesAreWorth() {
    assertEquals(new Interval(1, 5, 93.75), upTo(5));
    assertEquals(new Interval(1, 2, 50), upTo(2));
    assertEquals(new Interval(1, 1, 0), upTo(1));
    assertThrows(IllegalArgumentException.class, () -> upTo(0));
  }

  @Test
  void tellsADifferenceFromNone() {
    assertTrue(new Interval(0.1, 2, 95).excludesZero());
    assertTrue(new Interval(-2, -0.1, 95).excludesZero());
    assertFalse(new Interval(-0.1, 2, 95).excludesZero());
  }

  private static Interval upTo(int values) {
    return Interval.ofMedian(IntStream.rangeClosed(1, values).mapToObj(Double::valueOf).toList());
  }

  private static Interval rounded(Interval interval) {
    return new Interval(
        interval.low(), interval.high(), Math.round(interval.certainPercent() * 1_000) / 1_000.0);
  }
}
