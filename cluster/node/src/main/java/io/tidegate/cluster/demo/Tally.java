package io.tidegate.cluster.demo;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts what the shop says to the attempts, and how long it took. Any thread. */
final class Tally {

  /** Keys kept for the checks; of a sale that goes on and on, the latest. */
  private static final int KEYS_MAX = 100_000;

  private static final long LATENCY_US_MAX = 600_000_000L;

  private final long start = System.nanoTime();
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong unexpected = new AtomicLong();
  private final AtomicReference<String> firstUnexpected = new AtomicReference<>();
  private final ConcurrentHistogram latenciesUs = new ConcurrentHistogram(LATENCY_US_MAX, 3);
  private final OrderLedger ledger = OrderLedger.ofLatest(KEYS_MAX);
  private final ConcurrentLinkedDeque<Attempt> pending = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Attempt> doubtful = new ConcurrentLinkedDeque<>();

  /** An attempt came to this, that long after it was sent first. */
  void came(Attempt attempt, Exchange exchange, long nanos) {
    latenciesUs.recordValue(Math.min(nanos / 1000, LATENCY_US_MAX));
    settle(attempt, exchange, true);
  }

  /** An attempt that was pending was asked for again. */
  void cameLater(Attempt attempt, Exchange exchange) {
    settle(attempt, exchange, true);
  }

  /** The repeat of an attempt, which must change nothing, came to this. */
  void repeated(Attempt attempt, Exchange exchange) {
    repeats.incrementAndGet();
    settle(attempt, exchange, false);
  }

  /** Something that no shopper should see. */
  void unexpected(String what) {
    unexpected.incrementAndGet();
    firstUnexpected.compareAndSet(null, what);
  }

  private void settle(Attempt attempt, Exchange exchange, boolean counts) {
    switch (exchange) {
      case NoReply _ -> unanswered.incrementAndGet();
      case Reply reply when Retries.isOpen(reply) -> unanswered.incrementAndGet();
      case Reply reply when reply.status() == 201 && doubtful.remove(attempt) -> settled(reply);
      case Reply reply when reply.status() == 201 -> count(confirmed, counts);
      case Reply reply when reply.problem().equals("insufficient-stock") -> {
        count(refused, counts);
        if (isOpen(attempt)) {
          doubtful.add(attempt);
        }
      }
      case Reply reply when reply.status() == 202 -> {
        if (counts) {
          pending.add(attempt);
        }
      }
      case Reply reply -> unexpected(reply.status() + " " + reply.body());
    }
  }

  private static void count(AtomicLong counter, boolean counts) {
    if (counts) {
      counter.incrementAndGet();
    }
  }

  /** Writes each try of an attempt down. */
  ShopClient.Witness witness(Attempt attempt) {
    var customer = attempt.shopper().memberId();
    var key = attempt.call().key();
    return new ShopClient.Witness() {
      @Override
      public void sends() {
        ledger.sends(customer, key, attempt.lines());
      }

      @Override
      public void hears(Exchange exchange) {
        if (exchange instanceof Reply reply) {
          ledger.hears(customer, key, reply.status(), reply.body().toString());
        }
      }
    };
  }

  /** The attempts that are on disk but not decided, as far as is known; they are forgotten here. */
  List<Attempt> takePending() {
    var taken = new java.util.ArrayList<Attempt>();
    for (var attempt = pending.poll(); attempt != null; attempt = pending.poll()) {
      taken.add(attempt);
    }
    return taken;
  }

  /**
   * The attempts that were refused after a try that had no answer, which the refusal says nothing
   * of; they are forgotten here.
   */
  List<Attempt> takeDoubtful() {
    var taken = doubtful.stream().filter(this::isOpen).distinct().toList();
    doubtful.clear();
    return taken;
  }

  /** What a doubtful attempt came to in the end. */
  void settled(Exchange exchange) {
    switch (exchange) {
      case Reply reply when reply.status() == 201 -> {
        refused.decrementAndGet();
        confirmed.incrementAndGet();
      }
      case Reply reply when reply.problem().equals("insufficient-stock") -> {
        // It stays what it was counted as.
      }
      case Reply reply -> unexpected(reply.status() + " " + reply.body());
      case NoReply _ -> unanswered.incrementAndGet();
    }
  }

  private boolean isOpen(Attempt attempt) {
    return ledger.isOpen(attempt.shopper().memberId(), attempt.call().key());
  }

  /** What the shoppers were told. */
  OrderLedger ledger() {
    return ledger;
  }

  long confirmed() {
    return confirmed.get();
  }

  long refused() {
    return refused.get();
  }

  int pending() {
    return pending.size();
  }

  long repeats() {
    return repeats.get();
  }

  /** Attempts and repeats that had no answer in all their tries. */
  long unanswered() {
    return unanswered.get();
  }

  long unexpected() {
    return unexpected.get();
  }

  /** The first unexpected answer, or null. */
  String firstUnexpected() {
    return firstUnexpected.get();
  }

  /** Attempts that were decided: confirmed or refused. */
  long decided() {
    return confirmed() + refused();
  }

  double percentileMs(double percentile) {
    return latenciesUs.getValueAtPercentile(percentile) / 1000.0;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
