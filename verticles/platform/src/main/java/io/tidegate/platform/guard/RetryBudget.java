package io.tidegate.platform.guard;

import io.tidegate.platform.conf.Conf;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often one may ask again, so that a slow dependency is never met with a storm: each request
 * earns a share of a retry, and a little comes with time, so that where few ask a lost message can
 * still be made good. What is saved up is bounded. One for each dependency; any thread.
 */
public final class RetryBudget {

  /** What a retry costs: a request earns so many hundredths of it. */
  private static final long RETRY = 100;

  private static final long HUNDREDTH = TimeUnit.SECONDS.toNanos(1) / RETRY;

  private final Settings settings;
  private final LongSupplier nanoTime;
  private final AtomicLong saved;
  private long paidUntil;

  /**
   * What may be spent.
   *
   * @param percent retries for a hundred requests, in the long run
   * @param atOnce retries that can be saved up; what it begins with
   * @param perSecond retries that are earned without any request
   */
  public record Settings(int percent, int atOnce, int perSecond) {

    public static Settings from(Conf.Section platform) {
      return new Settings(
          platform.integer("retryPercentMax", 0, 100),
          platform.integer("retriesAtOnceMax", 1, 10_000),
          platform.integer("retriesPerSecondMin", 0, 10_000));
    }
  }

  public RetryBudget(Settings settings) {
    this(settings, MonotonicClock::nanoTime);
  }

  RetryBudget(Settings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.saved = new AtomicLong(most());
    this.paidUntil = nanoTime.getAsLong();
  }

  /** A request was made. */
  public void earn() {
    // Where all is well the budget is full, and this is one read.
    if (saved.get() < most()) {
      save(settings.percent());
    }
  }

  /** Whether one may ask again; where it may, this is paid for. */
  public boolean spend() {
    payForTime();
    return saved.getAndUpdate(now -> now < RETRY ? now : now - RETRY) >= RETRY;
  }

  private synchronized void payForTime() {
    var hundredths = (nanoTime.getAsLong() - paidUntil) / HUNDREDTH;
    paidUntil += hundredths * HUNDREDTH;
    save(hundredths * settings.perSecond());
  }

  private void save(long more) {
    saved.updateAndGet(now -> Math.min(most(), now + more));
  }

  private long most() {
    return settings.atOnce() * RETRY;
  }
}
