package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(501);

  private long now = 1;
  private final AdaptiveLimit limit =
      new AdaptiveLimit(
          new AdaptiveLimit.Settings(50, 1_000, Duration.ofMillis(500), 60), () -> now);

  private int enter(int wished, boolean comesFirst) {
    var entered = 0;
    while (entered < wished && limit.enter(comesFirst)) {
      entered++;
    }
    return entered;
  }

  private void leave(int count, long nanos) {
    for (var i = 0; i < count; i++) {
      limit.leave(nanos, false);
    }
  }

  /** So many at once, in so many rounds of a tenth of a second each. */
  private void rounds(int rounds, int atOnce, long nanos) {
    for (var round = 0; round < rounds; round++) {
      var entered = enter(atOnce, true);
      leave(entered - 1, nanos);
      now += TimeUnit.MILLISECONDS.toNanos(100);
      leave(1, nanos);
    }
  }

  @Test
  void beginsAtItsCeiling() {
    assertEquals(1_000, enter(2_000, true));
    assertFalse(limit.enter(true));
    assertEquals(1_000, limit.inFlight());
    limit.leave();
    assertTrue(limit.enter(true));
  }

  @Test
  void keepsRoomForWhatComesFirst() {
    assertEquals(600, enter(2_000, false));
    assertTrue(limit.isFull(false));
    assertFalse(limit.isFull(true));
    assertEquals(400, enter(2_000, true));
    assertTrue(limit.isFull(true));
  }

  @Test
  void fallsBelowWhatIsReallyUnderWayWhenThatIsTooSlow() {
    rounds(1, 300, SLOW);
    assertEquals(270, limit.limit());
    rounds(3, 2_000, SLOW);
    assertEquals(270 * 9 / 10 * 9 / 10 * 9 / 10, limit.limit());
  }

  @Test
  void staysAboveItsFloor() {
    rounds(100, 2_000, SLOW);
    assertEquals(50, limit.limit());
  }

  @Test
  void risesAgainUpToItsCeiling() {
    rounds(100, 2_000, SLOW);
    rounds(1, 50, FAST);
    assertEquals(52, limit.limit());
    rounds(100, 2_000, FAST);
    assertEquals(1_000, limit.limit());
  }

  @Test
  void toleratesAFewSlowOnes() {
    var entered = enter(100, true);
    leave(10, SLOW);
    leave(entered - 11, FAST);
    now += TimeUnit.MILLISECONDS.toNanos(100);
    leave(1, FAST);
    assertEquals(1_000, limit.limit());
  }

  @Test
  void takesAFailureForASlowAnswer() {
    var entered = enter(100, true);
    now += TimeUnit.MILLISECONDS.toNanos(100);
    for (var i = 0; i < entered; i++) {
      limit.leave(FAST, true);
    }
    assertTrue(limit.limit() < 100, limit.limit() + "");
  }

  @Test
  void makesNothingOfAHandfulOfAnswers() {
    rounds(1, 19, SLOW);
    assertEquals(1_000, limit.limit());
    rounds(1, 1, SLOW);
    assertEquals(50, limit.limit());
  }
}
