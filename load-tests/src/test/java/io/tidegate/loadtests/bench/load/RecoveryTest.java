package io.tidegate.loadtests.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RecoveryTest {

  private static final long FROM = TimeUnit.HOURS.toNanos(1);
  private static final long FAST = TimeUnit.MILLISECONDS.toNanos(500);

  private final Recovery recovery =
      new Recovery(FROM, Duration.ofSeconds(5), Duration.ofMillis(500));

  /** One order in the middle of a second; the first after the moment is number 0. */
  private void order(int second, int status, long nanos) {
    var meant = FROM + TimeUnit.MILLISECONDS.toNanos(second * 1_000L + 500);
    recovery.due(meant);
    recovery.answered(status, meant, nanos);
  }

  private void allWell() {
    for (var second = 0; second < 5; second++) {
      order(second, 201, FAST);
      order(second, 202, FAST);
    }
  }

  @Test
  void takesNoTimeWhereAllWasWell() {
    allWell();

    assertEquals(0, recovery.seconds());
    assertEquals(0, recovery.unwell());
  }

  @Test
  void endsWithTheLastSecondThatWasNotWell() {
    allWell();
    order(0, 503, FAST);
    order(2, 201, FAST + 1);

    assertEquals(3, recovery.seconds());
    assertEquals(2, recovery.unwell());
  }

  @Test
  void missesWhatWasNeverAnswered() {
    allWell();
    recovery.due(FROM);

    assertEquals(1, recovery.seconds());
  }

  @Test
  void isNotSeenWhereTheEndIsNotWell() {
    allWell();
    order(4, 503, FAST);

    assertEquals(5, recovery.seconds());
  }

  @Test
  void takesASecondWithoutOrdersForNoSignOfHealth() {
    order(0, 201, FAST);

    assertEquals(5, recovery.seconds());
  }

  @Test
  void looksAtNothingBeforeAndAfter() {
    allWell();
    order(-1, 503, FAST);
    order(5, 503, FAST);

    assertEquals(0, recovery.seconds());
    assertEquals(0, recovery.unwell());
  }
}
