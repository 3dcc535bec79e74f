package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultRateTest {

  private static final long SECOND = 1_000_000_000L;

  private final FaultRate rate = new FaultRate(4, 50, Duration.ofSeconds(10));

  @Test
  void isTooHighWhenHalfOfTheCallsAreFaultsWhateverSucceedsBetweenThem() {
    for (var call = 0; call < 3; call++) {
      assertFalse(rate.count(false, 0));
      assertFalse(rate.count(true, 0));
    }
    assertFalse(rate.count(false, 0));

    assertTrue(rate.count(true, 0));
  }

  @Test
  void isNotTooHighForManyFaultsAmongManyMoreCalls() {
    for (var call = 0; call < 1_000; call++) {
      assertFalse(rate.count(call % 5 == 0, call));
    }

    assertEquals(200, rate.faults(1_000));
  }

  @Test
  void saysNothingOfAFewFaults() {
    assertFalse(rate.count(true, 0));
    assertFalse(rate.count(true, 0));
    assertFalse(rate.count(true, 0));

    assertTrue(rate.count(true, 0));
  }

  @Test
  void forgetsWhatIsLongerAgoThanTheWindow() {
    for (var second = 0; second < 3; second++) {
      rate.count(true, second * SECOND);
    }

    assertEquals(3, rate.faults(9 * SECOND));
    assertEquals(2, rate.faults(10 * SECOND));
    assertEquals(0, rate.faults(1_000 * SECOND));
    assertFalse(rate.count(true, 1_000 * SECOND));
  }

  @Test
  void takesATimeThatIsNegativeOrGoesBack() {
    assertFalse(rate.count(true, -30 * SECOND));
    assertFalse(rate.count(true, -29 * SECOND));
    assertFalse(rate.count(true, -30 * SECOND));

    assertTrue(rate.count(true, -28 * SECOND));
  }

  @Test
  void beginsAnew() {
    for (var call = 0; call < 3; call++) {
      rate.count(true, 0);
    }

    rate.forget();

    assertFalse(rate.count(true, 0));
    assertEquals(1, rate.faults(0));
  }
}
