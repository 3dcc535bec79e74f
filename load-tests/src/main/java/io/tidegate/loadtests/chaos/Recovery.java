package io.tidegate.loadtests.chaos;

import io.tidegate.loadtests.bench.measure.EventFlow;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Watches a shop come back after a step, and takes the time. */
final class Recovery {

  /** Starts of all processes on a machine that has something else to do, too. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration EVENT_WAITS_MAX = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final ShopInTrouble shop;
  private final HttpCalls http;
  private final EventFlow events;
  private final List<AnsweredOrders> answered;
  private final long runBegan;
  private final CountDownLatch never = new CountDownLatch(1);

  Recovery(
      ShopInTrouble shop,
      HttpCalls http,
      EventFlow events,
      List<AnsweredOrders> answered,
      long runBegan) {
    this.shop = shop;
    this.http = http;
    this.events = events;
    this.answered = answered;
    this.runBegan = runBegan;
  }

  /** Returns when the shop is well, or is not for too long. Times are those of nanoTime. */
  Outcome await(Step step, long began, long faultsEnded) throws InterruptedException {
    var ended = endsWhenAllAreBack(step) ? awaitAllReady(faultsEnded) : faultsEnded;
    var leftAlone = leftAlone(step);
    var deadline = ended + PATIENCE.toNanos();
    var flow = 0L;
    var back = 0L;
    while ((flow == 0 || back == 0) && System.nanoTime() < deadline) {
      if (flow == 0 && eventsFlow()) {
        flow = System.nanoTime();
      }
      if (back == 0 && allAreBack(ended)) {
        back = System.nanoTime();
      }
      pause();
    }
    var now = System.nanoTime();
    var healed = flow != 0 && back != 0;
    var asked = leftAlone.isEmpty() ? all() : leftAlone;
    return new Outcome(
        step.number(),
        step.toString(),
        step.rows(),
        millis(began - runBegan),
        millis(ended - began),
        leftAlone.isEmpty() ? null : longestGap(leftAlone, began, now),
        longestGap(asked, ended, now),
        millis((flow == 0 ? now : flow) - ended),
        millis((back == 0 ? now : back) - ended),
        healed,
        limit(step.gapSecondsMax()),
        limit(step.healSecondsMax()));
  }

  private static boolean endsWhenAllAreBack(Step step) {
    return step.faults().stream().anyMatch(it -> it.kind() == FaultKind.KILL_ALL_NODES);
  }

  private long awaitAllReady(long since) throws InterruptedException {
    while (System.nanoTime() - since < PATIENCE.toNanos() && !shop.allAreReady(http)) {
      pause();
    }
    return System.nanoTime();
  }

  /** The places of those to whom nothing was done. */
  private List<Integer> leftAlone(Step step) {
    var hit = new TreeSet<Integer>();
    step.faults().forEach(fault -> hit.addAll(fault.nodes()));
    return all().stream().filter(place -> !hit.contains(place + 1)).toList();
  }

  private List<Integer> all() {
    return IntStream.range(0, answered.size()).boxed().toList();
  }

  private boolean eventsFlow() {
    return events.oldestWaits().filter(it -> it.compareTo(EVENT_WAITS_MAX) < 0).isPresent();
  }

  private boolean allAreBack(long since) throws InterruptedException {
    return answered.stream().allMatch(node -> node.anySince(since)) && shop.allAreReady(http);
  }

  private long longestGap(List<Integer> nodes, long from, long to) {
    return nodes.stream()
        .mapToLong(node -> answered.get(node).longestGap(from, to).toMillis())
        .max()
        .orElse(0);
  }

  private static Long limit(int seconds) {
    return seconds == 0 ? null : seconds * 1_000L;
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private void pause() throws InterruptedException {
    var _ = never.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
  }
}
