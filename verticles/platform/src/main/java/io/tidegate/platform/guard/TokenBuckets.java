package io.tidegate.platform.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each key: so many at once, and so many per second after that.
 *
 * <p>A bucket is one number, the moment at which it will be full again (the generic cell rate
 * algorithm of ITU-T I.371), so nothing ticks. Buckets are bounded in number: a full one is
 * forgotten, as it is like a new one, and where there are too many keys the rarest are. Any thread.
 */
public final class TokenBuckets {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long nanosForOne;
  private final long nanosToFill;
  private final LongSupplier nanoTime;
  private final Cache<Object, AtomicLong> fullAt;

  public TokenBuckets(int perSecond, int atOnce, int keysMax) {
    this(perSecond, atOnce, keysMax, System::nanoTime);
  }

  TokenBuckets(int perSecond, int atOnce, int keysMax, LongSupplier nanoTime) {
    this.nanosForOne = SECOND / perSecond;
    this.nanosToFill = nanosForOne * atOnce;
    this.nanoTime = nanoTime;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(keysMax)
            .expireAfterAccess(Duration.ofNanos(Math.max(SECOND, nanosToFill)))
            .build();
  }

  /** Takes a token: 0 where there was one, else the nanoseconds until there will be. */
  public long take(Object key) {
    var bucket = fullAt.get(key, _ -> new AtomicLong(nanoTime.getAsLong()));
    while (true) {
      var now = nanoTime.getAsLong();
      var before = bucket.get();
      var from = before - now > 0 ? before : now;
      var lacking = from - now + nanosForOne - nanosToFill;
      if (lacking > 0) {
        return lacking;
      }
      if (bucket.compareAndSet(before, from + nanosForOne)) {
        return 0;
      }
    }
  }

  /** Gives back a token that was taken in error. */
  public void giveBack(Object key) {
    var bucket = fullAt.getIfPresent(key);
    if (bucket != null) {
      bucket.addAndGet(-nanosForOne);
    }
  }

  /** How many keys have a bucket. */
  public long size() {
    return fullAt.estimatedSize();
  }
}
