package io.tidegate.order;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.platform.guard.MonotonicClock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which SKUs have been ordered most of late: counts of the second that runs and of the one before
 * it. Belongs to one event loop.
 */
final class HotSkus {

  /** Beyond so many in a second, what is not counted yet is not hot. */
  private static final int COUNTED_MAX = 10_000;

  private static final long SECOND = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private Map<Sku, Integer> current = new HashMap<>();
  private Map<Sku, Integer> previous = new HashMap<>();
  private long since;

  HotSkus() {
    this(MonotonicClock::nanoTime);
  }

  HotSkus(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** Counts the lines of an order, and names the one that is ordered most. */
  Sku hottest(Collection<OrderLine> lines) {
    turn(nanoTime.getAsLong());
    Sku hottest = null;
    var most = -1;
    for (var line : lines) {
      var rate = count(line.sku());
      if (rate > most) {
        most = rate;
        hottest = line.sku();
      }
    }
    return hottest;
  }

  private int count(Sku sku) {
    var known = current.get(sku);
    var now = known == null ? 1 : known + 1;
    if (known != null || current.size() < COUNTED_MAX) {
      current.put(sku, now);
    }
    return now + previous.getOrDefault(sku, 0);
  }

  private void turn(long now) {
    if (now - since >= SECOND) {
      var seconds = (now - since) / SECOND;
      previous = seconds == 1 ? current : new HashMap<>();
      current = new HashMap<>();
      since += seconds * SECOND;
    }
  }
}
