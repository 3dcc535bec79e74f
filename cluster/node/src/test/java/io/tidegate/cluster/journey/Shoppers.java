package io.tidegate.cluster.journey;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Members who order a piece of one SKU again and again, at each node in turn. A wish that was not
 * answered with an order is sent again with its key until it is, so that every end is known when
 * they have left. Any thread.
 */
final class Shoppers implements AutoCloseable {

  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final long BEFORE_TRYING_AGAIN_MILLIS = 20;

  private final OrderLedger ledger;
  private final List<String> urls;
  private final String sku;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> shopping = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger ordered = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();

  private Shoppers(OrderLedger ledger, List<String> urls, String sku) {
    this.ledger = ledger;
    this.urls = urls;
    this.sku = sku;
  }

  /** So many new members, who begin at once. */
  static Shoppers enter(Shop shop, OrderLedger ledger, String sku, int count) {
    var shoppers = new Shoppers(ledger, shop.nodeUrls(), sku);
    for (var number = 0; number < count; number++) {
      var member = CarefulMember.of(shop.newMember(), ledger);
      var first = number;
      shoppers.shopping.add(shoppers.threads.submit(() -> shoppers.shop(member, first)));
    }
    return shoppers;
  }

  private void shop(CarefulMember member, int first) {
    for (var turn = first; closing.getCount() > 0; turn++) {
      var key = UUID.randomUUID().toString();
      var settledBy = 0L;
      while (!orders(member, turn, key)) {
        turn++;
        if (closing.getCount() == 0) {
          settledBy = settledBy == 0 ? System.nanoTime() + SETTLED_WITHIN.toNanos() : settledBy;
          if (System.nanoTime() > settledBy) {
            throw new AssertionError("nobody says what became of " + key + ": " + answers);
          }
        }
        pause();
      }
    }
  }

  /** Whether one attempt was answered with an order. */
  private boolean orders(CarefulMember member, int turn, String key) {
    var visitor = member.member().visitor().at(urls.get(turn % urls.size()));
    var answer = member.attempt(visitor, sku, 1, key);
    answers.merge(inWords(answer), 1, Integer::sum);
    var isOrder = answer.filter(CarefulMember::isOrder).isPresent();
    (isOrder ? ordered : turnedAway).incrementAndGet();
    return isOrder;
  }

  private static String inWords(Optional<Answer> answer) {
    return answer
        .map(it -> it.status() + " " + it.text("/type") + it.text("/executed"))
        .orElse("no answer");
  }

  private void pause() {
    try {
      var _ = never.await(BEFORE_TRYING_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }

  /** How many wishes were answered with an order. */
  int ordered() {
    return ordered.get();
  }

  /** How many attempts were not, whatever became of them. */
  int turnedAway() {
    return turnedAway.get();
  }

  /** Returns when so many more orders were answered. */
  void awaitOrders(int more, Duration patience) {
    var enough = ordered() + more;
    Await.until(
        "there are %d orders (%s)".formatted(enough, this),
        patience,
        () -> {
          requireNoneFailed();
          return ordered() >= enough;
        });
  }

  /** They end what they have begun; returns when no wish is open any more. */
  void leave() {
    closing.countDown();
    threads.close();
    requireNoneFailed();
    if (!ledger.open().isEmpty()) {
      throw new AssertionError("open: " + ledger.open());
    }
  }

  private void requireNoneFailed() {
    for (var one : shopping) {
      if (one.isDone()) {
        try {
          one.get();
        } catch (ExecutionException cause) {
          throw new AssertionError("a shopper has given up", cause.getCause());
        } catch (InterruptedException cause) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted", cause);
        }
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    threads.shutdownNow();
  }

  /** How often they were answered what. */
  @Override
  public String toString() {
    return new TreeMap<>(answers).toString();
  }
}
