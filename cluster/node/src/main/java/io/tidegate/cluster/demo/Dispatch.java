package io.tidegate.cluster.demo;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends parcels off, as the admin. */
final class Dispatch {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final int BATCH_MAX = 500;
  private static final int AT_ONCE = 16;

  private final ShopClient shop;
  private final Login admin;

  Dispatch(ShopClient shop, Login admin) {
    this.shop = shop;
    this.admin = admin;
  }

  /** One batch; how many left with it. */
  int batch() throws InterruptedException {
    var call =
        Call.post("/api/admin/deliveries/dispatch", Map.of("limit", BATCH_MAX))
            .as(admin.bearer())
            .once();
    return shop.ask(0, call).expect(200, call).body().path("dispatched").asInt();
  }

  /**
   * Dispatches until each of these orders says that it has left: they are scheduled by events, so
   * this takes as many batches as it takes, within a deadline.
   *
   * @return the orders that had not left by then
   */
  Set<String> all(Collection<String> orderIds, Screen screen) throws InterruptedException {
    var waiting = ConcurrentHashMap.<String>newKeySet();
    waiting.addAll(orderIds);
    var bar = new ProgressBar("Dispatch", waiting.size());
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var _ = new LiveLine(screen, ProgressBar.PERIOD, bar::text)) {
      while (!waiting.isEmpty() && System.nanoTime() < deadline) {
        while (batch() > 0) {
          // The next batch may hold more.
        }
        var asked = waiting.toArray(String[]::new);
        InParallel.run(
            asked.length,
            AT_ONCE,
            number -> {
              if (hasLeft(number, asked[number])) {
                waiting.remove(asked[number]);
                bar.step();
              }
            });
        if (!waiting.isEmpty()) {
          shop.closesWithin(LOOK_AGAIN);
        }
      }
    }
    return Set.copyOf(waiting);
  }

  private boolean hasLeft(int node, String orderId) throws InterruptedException {
    var call = Call.get("/api/orders/" + orderId).as(admin.bearer());
    var status = shop.ask(node, call).expect(200, call).body().path("status").asText();
    return status.equals("DISPATCHED") || status.equals("DELIVERED");
  }
}
