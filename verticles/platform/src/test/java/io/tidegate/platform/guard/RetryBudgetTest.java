package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.platform.guard.RetryBudget.Settings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private RetryBudget budget(int percent, int atOnce, int perSecond) {
    return new RetryBudget(new Settings(percent, atOnce, perSecond), () -> now);
  }

  private static int spent(RetryBudget budget) {
    var spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  private static void earn(RetryBudget budget, int requests) {
    for (var request = 0; request < requests; request++) {
      budget.earn();
    }
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void beginsWithWhatCanBeSaved() {
    assertEquals(5, spent(budget(10, 5, 0)));
  }

  @Test
  void allowsOneRetryForTenRequests() {
    var budget = budget(10, 5, 0);
    spent(budget);

    earn(budget, 9);
    assertFalse(budget.spend());
    earn(budget, 1);
    assertTrue(budget.spend());
    assertFalse(budget.spend());
  }

  @Test
  void savesNoMoreThanItsBound() {
    var budget = budget(10, 5, 1);

    earn(budget, 10_000);
    pass(1_000_000);

    assertEquals(5, spent(budget));
  }

  @Test
  void meetsAStormWithATenthOfIt() {
    var budget = budget(10, 20, 0);
    var retries = 0;
    for (var request = 0; request < 10_000; request++) {
      budget.earn();
      retries += budget.spend() ? 1 : 0;
    }

    assertTrue(retries <= 10_000 / 10 + 20, retries + " retries");
    assertTrue(retries >= 10_000 / 10, retries + " retries");
  }

  @Test
  void allowsAFewWhereHardlyAnybodyAsks() {
    var budget = budget(10, 5, 2);
    spent(budget);

    pass(499);
    assertFalse(budget.spend());
    pass(1);
    assertTrue(budget.spend());
    pass(1_000);
    assertEquals(2, spent(budget));
  }

  @Test
  void allowsNoneWhereNothingIsEarned() {
    var budget = budget(0, 1, 0);
    assertTrue(budget.spend());

    earn(budget, 1_000);
    pass(1_000_000);

    assertFalse(budget.spend());
  }
}
