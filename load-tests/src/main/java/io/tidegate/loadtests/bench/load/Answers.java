package io.tidegate.loadtests.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came back: counts and times of the answers inside the window, and the order ids of all of
 * them, as the lead-in's orders must not get lost either. Written on the event loop; read by others
 * when the run is over.
 */
public final class Answers {

  private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Histogram placed = histogram();
  private final Histogram refused = histogram();
  private final Histogram shed = histogram();
  private final Histogram lag = histogram();
  private final OrderIds confirmed = new OrderIds();
  private final OrderIds unconfirmed = new OrderIds();
  private long pending;
  private long late;
  private long unexpected;
  private long unanswered;
  private long turnedAway;
  private long rejected;
  private String firstUnexpected;

  private static Histogram histogram() {
    return new Histogram(SLOWEST_NANOS, 3);
  }

  void record(AnswerReader answer, long nanos, boolean inside) {
    var status = answer.status();
    switch (status) {
      case 200, 201 -> {
        requireOrderId(answer, confirmed);
        add(placed, nanos, inside);
      }
      case 202 -> {
        requireOrderId(answer, unconfirmed);
        pending += inside ? 1 : 0;
      }
      case 409 -> {
        // One with an order id is an order that was rejected, and is on disk; one without is none.
        rejected += answer.addOrderId(unconfirmed) && inside ? 1 : 0;
        add(refused, nanos, inside);
      }
      case 429, 503 -> add(shed, nanos, inside);
      case 504 -> late += inside ? 1 : 0;
      default -> unexpected(answer.beginning());
    }
  }

  /** A request that will never be answered: too late, or its connection broke. */
  void unanswered(String why) {
    unanswered++;
    if (firstUnexpected == null) {
      firstUnexpected = why;
    }
  }

  /** One that was due, and was not sent as all connections were taken. */
  void turnedAway(boolean inside) {
    turnedAway += inside ? 1 : 0;
  }

  /** How much later than intended the generator itself was. */
  void lag(long nanos) {
    lag.recordValue(clamped(nanos));
  }

  private void requireOrderId(AnswerReader answer, OrderIds ids) {
    if (!answer.addOrderId(ids)) {
      unexpected(answer.beginning());
    }
  }

  private void unexpected(String beginning) {
    unexpected++;
    if (firstUnexpected == null) {
      firstUnexpected = beginning;
    }
  }

  private static void add(Histogram histogram, long nanos, boolean inside) {
    if (inside) {
      histogram.recordValue(clamped(nanos));
    }
  }

  private static long clamped(long nanos) {
    return Math.clamp(nanos, 0, SLOWEST_NANOS);
  }

  /** Times of 201: confirmed and on disk. */
  public Histogram placed() {
    return placed;
  }

  /** Times of 409. */
  public Histogram refused() {
    return refused;
  }

  /** Times of 429 and 503: nothing was done. */
  public Histogram shed() {
    return shed;
  }

  /** How late the generator was with sending, in an open run. */
  public Histogram lag() {
    return lag;
  }

  /** Orders that were answered as confirmed. */
  public OrderIds confirmed() {
    return confirmed;
  }

  /** Orders that were answered as something else: pending, or rejected. */
  public OrderIds unconfirmed() {
    return unconfirmed;
  }

  /** Answered as 202. */
  public long pending() {
    return pending;
  }

  /** Answered as 504: the shop does not know in time what came of it. */
  public long late() {
    return late;
  }

  /** Those of the refused that made an order, which then was rejected. */
  public long rejected() {
    return rejected;
  }

  public long unexpected() {
    return unexpected;
  }

  public long unanswered() {
    return unanswered;
  }

  /** Those that the generator did not send, as all connections were taken; nobody waited. */
  public long turnedAway() {
    return turnedAway;
  }

  /** The first answer, or break, that the contract does not know; null where there was none. */
  public String firstUnexpected() {
    return firstUnexpected;
  }
}
