package io.tidegate.platform.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How much may be under way at once, found out from how it goes (additive increase, multiplicative
 * decrease, as TCP does).
 *
 * <p>About ten times a second it looks at what was answered since: where more than one answer in
 * ten failed or took longer than its target, the limit falls to nine tenths of what was really
 * under way; otherwise it rises by a twentieth. It stays between a floor, so that a slow start or a
 * single slow dependency does not close the shop, and a ceiling. Second-rate work gets only a share
 * of it, so that there is always room for what comes first. Any thread.
 */
public final class AdaptiveLimit {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int ANSWERS_MIN = 20;
  private static final int SLOW_IN = 10;
  private static final int RISE_BY = 20;

  private final Settings settings;
  private final LongSupplier nanoTime;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final LongAdder answered = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final AtomicLong lookAt;
  private volatile int limit;

  /**
   * Its bounds.
   *
   * @param floor the limit never falls below
   * @param ceiling it never rises above; where it begins
   * @param target an answer that takes longer is a slow one
   * @param sharePercent how much of the limit is open to what does not come first
   */
  public record Settings(int floor, int ceiling, Duration target, int sharePercent) {}

  public AdaptiveLimit(Settings settings) {
    this(settings, System::nanoTime);
  }

  AdaptiveLimit(Settings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.limit = settings.ceiling();
    this.lookAt = new AtomicLong(nanoTime.getAsLong() + LOOK_NANOS);
  }

  /** Whether one more may begin; where it does, {@link #leave} must follow, once. */
  public boolean enter(boolean comesFirst) {
    var now = inFlight.incrementAndGet();
    if (now > room(comesFirst)) {
      inFlight.decrementAndGet();
      return false;
    }
    if (now > peak.get()) {
      peak.accumulateAndGet(now, Math::max);
    }
    return true;
  }

  /** Whether one more could not begin now; whoever may begin must {@link #enter} all the same. */
  public boolean isFull(boolean comesFirst) {
    return inFlight.get() >= room(comesFirst);
  }

  /** One has ended of which nothing is to be learnt. */
  public void leave() {
    inFlight.decrementAndGet();
  }

  /** One has ended after so long. */
  public void leave(long nanos, boolean failed) {
    inFlight.decrementAndGet();
    answered.increment();
    if (failed || nanos > settings.target().toNanos()) {
      slow.increment();
    }
    var at = lookAt.get();
    var now = nanoTime.getAsLong();
    if (now - at >= 0
        && answered.sum() >= ANSWERS_MIN
        && lookAt.compareAndSet(at, now + LOOK_NANOS)) {
      look();
    }
  }

  private void look() {
    var wereSlow = slow.sumThenReset() * SLOW_IN > answered.sumThenReset();
    var atMost = peak.getAndSet(inFlight.get());
    limit =
        wereSlow
            ? Math.max(settings.floor(), Math.min(limit, atMost) * 9 / 10)
            : Math.min(settings.ceiling(), limit + Math.max(1, limit / RISE_BY));
  }

  private int room(boolean comesFirst) {
    return comesFirst ? limit : Math.max(1, (int) ((long) limit * settings.sharePercent() / 100));
  }

  /** How much may be under way right now. */
  public int limit() {
    return limit;
  }

  /** How much is. */
  public int inFlight() {
    return inFlight.get();
  }
}
