package io.tidegate.loadtests.chaos;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** When a node answered an order with an order. Any thread. */
final class AnsweredOrders {

  private final NavigableSet<Long> moments = new ConcurrentSkipListSet<>();

  /** Two in the same nanosecond count as one. */
  void add(long nanoTime) {
    moments.add(nanoTime);
  }

  int count() {
    return moments.size();
  }

  /** So many in that time, both ends included. */
  int countBetween(long from, long to) {
    return moments.subSet(from, true, to, true).size();
  }

  boolean anySince(long from) {
    return moments.ceiling(from) != null;
  }

  /** The longest time between two of them, or the ends of that time, in which there was none. */
  Duration longestGap(long from, long to) {
    var longest = 0L;
    var last = from;
    for (var moment : moments.subSet(from, true, to, true)) {
      longest = Math.max(longest, moment - last);
      last = moment;
    }
    return Duration.ofNanos(Math.max(longest, to - last));
  }
}
