package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes are told to end and started again, one after the other, while shoppers order. */
@Tag("chaos")
@Timeout(300)
final class RollingRestartTest {

  private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
  private static final int NODES = 2;
  private static final int SHOPPERS = 4;
  private static final int ORDERS_BETWEEN = 20;
  private static final int PIECES = 100_000;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger ordered = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final OrderLedger ledger = OrderLedger.inMemory();

  @Test
  void failsNobodyWhoTriesAgainOnce() throws Exception {
    try (var running = RunningShop.start(NODES, Map.of(), "--restart", "--restart-pause=1");
        var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      var shop = new Shop(running.localJson());
      var sku = shop.product(PIECES);
      var under = new ArrayList<Future<?>>();
      for (var i = 0; i < SHOPPERS; i++) {
        var member = CarefulMember.of(shop.newMember(), ledger);
        under.add(shoppers.submit(() -> shop(shop.nodeUrls(), member, sku)));
      }
      try {
        awaitMoreOrders();
        for (var node = 0; node < NODES; node++) {
          restart(running, node, sku);
          awaitMoreOrders();
        }
      } finally {
        closed.set(true);
      }

      for (var one : under) {
        one.get();
      }
      assertEquals(List.of(), List.copyOf(failures), () -> retried + " were tried again");
      assertTrue(ordered.get() >= (NODES + 1) * ORDERS_BETWEEN);
      Await.until(
          "every order has its goods",
          () -> shop.stock(sku).path("reserved").asInt() == ordered.get());
      Promises.assertKept(running, ledger);
    }
  }

  private void shop(List<String> urls, CarefulMember member, String sku) {
    for (var number = 0; !closed.get(); number++) {
      var key = UUID.randomUUID().toString();
      var first = attempt(member, urls.get(number % NODES), sku, key);
      if (first.isPresent()) {
        retried.incrementAndGet();
        var second = attempt(member, urls.get((number + 1) % NODES), sku, key);
        if (second.isPresent()) {
          failures.add(first.get() + ", then " + second.get());
          continue;
        }
      }
      ordered.incrementAndGet();
    }
  }

  /** What went wrong; empty where there is an order. */
  private static Optional<String> attempt(
      CarefulMember member, String url, String sku, String key) {
    var answer = member.attempt(member.member().visitor().at(url), sku, 1, key);
    return answer.filter(CarefulMember::isOrder).isPresent()
        ? Optional.empty()
        : Optional.of(answer.map(it -> it.status() + " " + it.body()).orElse("no answer"));
  }

  private static void restart(RunningShop running, int node, String sku) {
    var pid = running.nodePid(node);
    var url = running.local().at("/nodes/%d/baseUrl".formatted(node)).asText();
    var visitor = new Visitor(url, null);
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroy());
    Await.until(
        "node " + node + " is back",
        BACK_WITHIN,
        () ->
            running.nodePid(node) != pid
                && CarefulMember.answered(() -> visitor.get("/api/stock/" + sku))
                    .filter(answer -> answer.status() == 200)
                    .isPresent());
  }

  private void awaitMoreOrders() {
    var enough = ordered.get() + ORDERS_BETWEEN;
    Await.until(enough + " orders", BACK_WITHIN, () -> ordered.get() >= enough);
  }
}
