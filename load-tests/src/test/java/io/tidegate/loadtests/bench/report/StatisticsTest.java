package io.tidegate.loadtests.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertEquals(new Statistics(1, 3, 10), Statistics.of(List.of(10.0, 1.0, 3.0)));
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddle() {
    assertEquals(new Statistics(1, 2.5, 10), Statistics.of(List.of(10.0, 1.0, 3.0, 2.0)));
  }

  @Test
  void knowsNoMedianOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.of(List.of()));
  }
}
