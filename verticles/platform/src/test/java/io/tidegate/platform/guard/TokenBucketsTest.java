package io.tidegate.platform.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);
  private final TokenBuckets buckets = new TokenBuckets(10, 5, 100, () -> now);

  private int taken(Object key) {
    var taken = 0;
    while (buckets.take(key) == 0) {
      taken++;
    }
    return taken;
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void givesSoManyAtOnceAndThenSoManyPerSecond() {
    assertEquals(5, taken("a"));
    pass(100);
    assertEquals(1, taken("a"));
    pass(300);
    assertEquals(3, taken("a"));
    pass(1_000_000);
    assertEquals(5, taken("a"));
  }

  @Test
  void saysHowLongToWait() {
    taken("a");
    assertEquals(TimeUnit.MILLISECONDS.toNanos(100), buckets.take("a"));
    pass(60);
    assertEquals(TimeUnit.MILLISECONDS.toNanos(40), buckets.take("a"));
    // What was refused costs nothing.
    pass(40);
    assertEquals(0, buckets.take("a"));
  }

  @Test
  void keepsKeysApart() {
    assertEquals(5, taken("a"));
    assertEquals(5, taken("b"));
  }

  @Test
  void takesATokenBack() {
    taken("a");
    buckets.giveBack("a");
    assertEquals(1, taken("a"));
  }

  @Test
  void forgetsRatherThanGrow() {
    for (var key = 0; key < 100_000; key++) {
      buckets.take(key);
    }
    assertTrue(buckets.size() < 10_000, buckets.size() + " buckets");
  }
}
