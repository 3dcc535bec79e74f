package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HighWaterTest {

  private final HighWater water = new HighWater(100);

  @Test
  void isBelowUntilItReachesItsMark() {
    assertFalse(water.isAbove(0));
    assertFalse(water.isAbove(99));
    assertTrue(water.isAbove(100));
  }

  @Test
  void staysAboveUntilAFifthIsFree() {
    water.isAbove(150);

    assertTrue(water.isAbove(99));
    assertTrue(water.isAbove(80));
    assertFalse(water.isAbove(79));
    assertFalse(water.isAbove(99));
    assertTrue(water.isAbove(100));
  }
}
