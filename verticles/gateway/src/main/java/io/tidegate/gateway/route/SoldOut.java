package io.tidegate.gateway.route;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What this node may take for sold out: a short lease for each SKU, counted from when the question
 * was sent whose answer said so. What comes into stock is seen when the lease ends at the latest.
 *
 * <p>In its second half a lease lets a few orders through, one after the other, so that in a rush
 * it is renewed (or the stock seen) by one order and not by all that come at its end. A lease that
 * is forgotten only costs a question. One for a node; any thread.
 */
public final class SoldOut {

  private final long leaseNanos;
  private final LongSupplier nanoTime;
  private final Map<Sku, Lease> leases;

  /** Nothing is sold out, as far as this node knows. */
  public SoldOut(Duration lease, int skusMax) {
    this(lease, skusMax, System::nanoTime);
  }

  SoldOut(Duration lease, int skusMax, LongSupplier nanoTime) {
    this.leaseNanos = lease.toNanos();
    this.nanoTime = nanoTime;
    this.leases =
        Caffeine.newBuilder()
            .maximumSize(skusMax)
            .expireAfterWrite(lease)
            .<Sku, Lease>build()
            .asMap();
  }

  /**
   * @param askedNanos when the question was sent
   * @param renewNanos when the next order may pass, to see whether it is still so
   */
  private record Lease(long askedNanos, AtomicLong renewNanos) {}

  /** Now, for {@link #learn}. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** The answer to a question that was sent then says that of these there was nothing. */
  void learn(List<Sku> skus, long askedNanos) {
    for (var sku : skus) {
      var lease = new Lease(askedNanos, new AtomicLong(askedNanos + leaseNanos / 2));
      leases.merge(sku, lease, SoldOut::later);
    }
  }

  private static Lease later(Lease one, Lease other) {
    return other.askedNanos() - one.askedNanos() > 0 ? other : one;
  }

  /** The answer to a question that was sent then says that of all these there was something. */
  void forget(List<CartLine> lines, long askedNanos) {
    for (var line : lines) {
      leases.computeIfPresent(
          line.sku(), (_, lease) -> lease.askedNanos() - askedNanos > 0 ? lease : null);
    }
  }

  /**
   * A SKU of the cart for which it can be refused; null where it cannot, or where it is the one
   * that is to see whether that is still so.
   */
  Sku refusable(List<CartLine> lines) {
    for (var line : lines) {
      var lease = leases.get(line.sku());
      if (lease != null && isAlive(lease)) {
        return mayPass(lease) ? null : line.sku();
      }
    }
    return null;
  }

  /** Whether a lease still says so. */
  boolean isSoldOut(Sku sku) {
    var lease = leases.get(sku);
    return lease != null && isAlive(lease);
  }

  private boolean isAlive(Lease lease) {
    return now() - lease.askedNanos() < leaseNanos;
  }

  private boolean mayPass(Lease lease) {
    var now = now();
    var at = lease.renewNanos().get();
    return now - at >= 0 && lease.renewNanos().compareAndSet(at, now + leaseNanos / 4);
  }
}
