package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.chaos.Customer.Answer;
import io.tidegate.loadtests.chaos.Customer.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers who order on and on, each at a node of its own, and at the next one with the same key
 * when that does not answer; some cancel. Beside them somebody sends parcels off.
 */
final class Crowd implements AutoCloseable {

  /** Every idempotency key begins so, and nothing else that is sent to PostgreSQL has it in it. */
  static final String KEY_PREFIX = "chaos-";

  private static final Duration THINKING = Duration.ofMillis(40);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int DOUBLINGS_MAX = 4;
  private static final int CANCELLED_OF = 8;
  private static final int CANCEL_SENDS_MAX = 6;
  private static final Duration DISPATCH_PAUSE = Duration.ofSeconds(1);
  private static final int DISPATCHED_AT_ONCE = 50;

  private final List<String> baseUrls;
  private final List<Customer> customers;
  private final List<AnsweredOrders> answered;
  private final Map<String, Wish> open = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> words = new ConcurrentHashMap<>();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger dispatched = new AtomicInteger();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> tasks = new ArrayList<>();

  Crowd(List<String> baseUrls, List<Customer> customers) {
    this.baseUrls = List.copyOf(baseUrls);
    this.customers = List.copyOf(customers);
    this.answered = baseUrls.stream().map(_ -> new AnsweredOrders()).toList();
  }

  /** Lets everybody in; parcels are sent off with that token. */
  void enter(HttpCalls http, String adminToken) {
    for (var customer : customers) {
      tasks.add(threads.submit(() -> shop(customer)));
    }
    tasks.add(threads.submit(() -> dispatch(http, adminToken)));
  }

  /** The answers of each node. */
  List<AnsweredOrders> answered() {
    return answered;
  }

  private Void shop(Customer customer) throws InterruptedException {
    var random = ThreadLocalRandom.current();
    do {
      var wish = new Wish(customer, KEY_PREFIX + UUID.randomUUID(), Shelf.cart(random));
      open.put(wish.key(), wish);
      var answer = insist(wish);
      if (answer.isConfirmed() && random.nextInt(CANCELLED_OF) == 0) {
        cancel(customer, answer.orderId());
      }
    } while (!closesWithin(THINKING));
    return null;
  }

  /** Sends a wish until there is a final answer or the shop is closed. */
  private Answer insist(Wish wish) throws InterruptedException {
    var home = wish.customer().home();
    for (var sends = 0; ; sends++) {
      var answer = send(wish, Math.floorMod(home + sends, baseUrls.size()));
      if (answer.isFinal() || closesWithin(pause(sends))) {
        return answer;
      }
      sentAgain.incrementAndGet();
    }
  }

  private Answer send(Wish wish, int node) throws InterruptedException {
    var answer = wish.send(baseUrls.get(node));
    words.computeIfAbsent(answer.inWords(), _ -> new AtomicInteger()).incrementAndGet();
    if (!wish.isOpen()) {
      open.remove(wish.key());
    }
    if (answer.isOrdered()) {
      answered.get(node).add(System.nanoTime());
    }
    return answer;
  }

  private void cancel(Customer customer, String orderId) throws InterruptedException {
    for (var sends = 0; sends < CANCEL_SENDS_MAX; sends++) {
      var url = baseUrls.get(Math.floorMod(customer.home() + sends, baseUrls.size()));
      var status = customer.cancel(url, orderId).map(HttpCalls.Reply::status).orElse(0);
      if (status == 200) {
        cancelled.incrementAndGet();
      }
      if (status == 200 || status == 409 || closesWithin(pause(sends))) {
        return;
      }
    }
  }

  private Void dispatch(HttpCalls http, String adminToken) throws InterruptedException {
    for (var turn = 0; !closesWithin(DISPATCH_PAUSE); turn++) {
      var reply =
          http.post(
              baseUrls.get(turn % baseUrls.size()),
              "/api/admin/deliveries/dispatch",
              adminToken,
              UUID.randomUUID().toString(),
              Map.of("limit", DISPATCHED_AT_ONCE));
      reply.ifPresent(it -> dispatched.addAndGet(it.body().path("dispatched").asInt()));
    }
    return null;
  }

  private static Duration pause(int sends) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(sends, DOUBLINGS_MAX));
  }

  private boolean closesWithin(Duration pause) throws InterruptedException {
    return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets nobody begin anything more, and returns when everybody has left. */
  void leave() throws InterruptedException {
    closing.countDown();
    for (var task : tasks) {
      try {
        task.get();
      } catch (ExecutionException cause) {
        throw new LaunchException("A customer failed: " + cause.getCause(), cause.getCause());
      }
    }
    tasks.clear();
  }

  /**
   * Sends every wish again whose end is not known, until it is: also where the last attempt was
   * refused, but an earlier one never answered. After {@link #leave}, and when nothing is under
   * way.
   *
   * @return those whose end was not known when the time was over
   */
  int settle(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    for (var turn = 0; !open.isEmpty() && System.nanoTime() < deadline; turn++) {
      for (var wish : List.copyOf(open.values())) {
        send(wish, turn % baseUrls.size());
      }
    }
    return open.size();
  }

  /** What was answered how often, to each attempt, and what else was done. */
  Map<String, Integer> counts() {
    var counts = new TreeMap<String, Integer>();
    words.forEach((word, count) -> counts.put("answered " + word, count.get()));
    counts.put("sent again", sentAgain.get());
    counts.put("cancelled", cancelled.get());
    counts.put("parcels sent off", dispatched.get());
    return counts;
  }

  @Override
  public void close() {
    closing.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
