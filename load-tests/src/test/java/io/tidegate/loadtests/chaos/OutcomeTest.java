package io.tidegate.loadtests.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutcomeTest {

  @Test
  void countsTheEndsOfTheTimeAsMuchAsWhatIsBetween() {
    var orders = new AnsweredOrders();
    orders.add(nanos(10));
    orders.add(nanos(13));
    orders.add(nanos(14));

    assertEquals(Duration.ofMillis(3), orders.longestGap(nanos(9), nanos(15)));
    assertEquals(Duration.ofMillis(9), orders.longestGap(nanos(1), nanos(15)));
    assertEquals(Duration.ofMillis(6), orders.longestGap(nanos(9), nanos(20)));
    assertEquals(Duration.ofMillis(5), orders.longestGap(nanos(20), nanos(25)));
    assertTrue(orders.anySince(nanos(14)));
    assertFalse(orders.anySince(nanos(15)));
    assertEquals(2, orders.countBetween(nanos(13), nanos(20)));
  }

  @Test
  void isInTimeWhereNothingElseWasPromised() {
    assertTrue(outcome(60_000L, 60_000, 60_000, true, null, null).inTime());
  }

  @Test
  void isLateWhereAnythingWas() {
    assertTrue(outcome(2_000L, 0, 0, true, 2_000L, null).inTime());
    assertFalse(outcome(2_001L, 0, 0, true, 2_000L, null).inTime());
    assertTrue(outcome(null, 10_000, 10_000, true, null, 10_000L).inTime());
    assertFalse(outcome(null, 10_001, 0, true, null, 10_000L).inTime());
    assertFalse(outcome(null, 0, 10_001, true, null, 10_000L).inTime());
    assertFalse(outcome(null, 0, 0, false, null, null).inTime());
  }

  @Test
  void saysWhatIsLate() {
    var row = VerdictFiles.row(outcome(2_500L, 300, 400, true, 2_000L, null));

    assertEquals(
        "| 1 | 0.0 s | kill-node 2 | F01 | 0.0 s | 2.5 s (≤ 2 s) | 0.3 s | 0.4 s | 9.0 s | LATE |",
        row);
  }

  private static Outcome outcome(
      Long gap, long ordersAfter, long eventsAfter, boolean healed, Long gapMax, Long healMax) {
    return new Outcome(
        1,
        "kill-node 2",
        "F01",
        0,
        0,
        gap,
        ordersAfter,
        eventsAfter,
        9_000,
        healed,
        gapMax,
        healMax);
  }

  private static long nanos(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
