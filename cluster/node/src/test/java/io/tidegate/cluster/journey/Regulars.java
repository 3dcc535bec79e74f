package io.tidegate.cluster.journey;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Members who order on and on, each at a node of its own, and once more at the next one with the
 * same key where there was no order. What is still open is settled at the end.
 */
final class Regulars implements AutoCloseable {

  private static final Duration THINKING = Duration.ofMillis(100);
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  private final List<String> urls;
  private final List<String> skus;
  private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
  private final Queue<Wish> open = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> tasks = new ArrayList<>();

  Regulars(List<String> urls, List<String> skus) {
    this.urls = urls;
    this.skus = skus;
  }

  /**
   * One attempt.
   *
   * @param node its place among the nodes
   * @param sent on the clock of nanoTime
   * @param status 0 where there was no answer
   */
  record Heard(int node, long sent, long answered, int status) {

    boolean isOrder() {
      return status == 201 || status == 202;
    }

    Duration took() {
      return Duration.ofNanos(answered - sent);
    }
  }

  private record Wish(CarefulMember member, String sku, String key) {}

  /** So many at each node. */
  void enter(Shop shop, OrderLedger ledger, int perNode) {
    for (var number = 0; number < perNode * urls.size(); number++) {
      var member = CarefulMember.of(shop.newMember(), ledger);
      var home = number % urls.size();
      tasks.add(threads.submit(() -> shop(member, home)));
    }
  }

  /** All attempts so far, in the order of their answers. */
  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Returns when every node has answered that many more orders. */
  void awaitOrders(int more) {
    var since = System.nanoTime();
    for (var node = 0; node < urls.size(); node++) {
      var place = node;
      Await.until(
          "node %d answers orders".formatted(node + 1),
          () ->
              heard.stream()
                      .filter(one -> one.node == place && one.isOrder() && one.sent - since > 0)
                      .count()
                  >= more);
    }
  }

  private Void shop(CarefulMember member, int home) throws InterruptedException {
    do {
      var sku = skus.get(ThreadLocalRandom.current().nextInt(skus.size()));
      var wish = new Wish(member, sku, UUID.randomUUID().toString());
      if (!attempt(wish, home) && !attempt(wish, (home + 1) % urls.size())) {
        open.add(wish);
      }
    } while (!closed.await(THINKING.toMillis(), TimeUnit.MILLISECONDS));
    return null;
  }

  private boolean attempt(Wish wish, int node) {
    var visitor = wish.member.member().visitor().at(urls.get(node));
    var sent = System.nanoTime();
    var answer = wish.member.attempt(visitor, wish.sku, 1, wish.key);
    var one = new Heard(node, sent, System.nanoTime(), answer.map(Answer::status).orElse(0));
    heard.add(one);
    return one.isOrder();
  }

  /** Lets everybody finish, and sends again what has no order yet until it has. */
  void leave() throws InterruptedException {
    closed.countDown();
    for (var task : tasks) {
      try {
        task.get();
      } catch (ExecutionException cause) {
        throw new AssertionError("a regular failed", cause.getCause());
      }
    }
    tasks.clear();
    for (var wish = open.poll(); wish != null; wish = open.poll()) {
      wish.member.insist(wish.sku, 1, wish.key, SETTLED_WITHIN);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
