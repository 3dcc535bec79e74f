package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.engine.LocalProcess;
import io.tidegate.testkit.Engines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F14: Kafka is killed, and gone for so long that more events wait than may. */
@Tag("chaos")
@Timeout(300)
final class KafkaDownTest {

  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
  private static final int EVENTS_MAX = 40;

  /** So many may be placed until a node has looked, which it does every second. */
  private static final int ORDERS_MAX = 5_000;

  @Test
  void refusesOrdersFromTheMarkOnAndTakesThemAgainWhenKafkaIsBack() {
    var settings = Engines.kafkaSettings("gone");
    var broker = Engines.startKafka(settings);
    var environment =
        Map.of(
            "TIDEGATE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
            "TIDEGATE_ORDER_OUTBOX_EVENTS_MAX", String.valueOf(EVENTS_MAX));
    try (var running = RunningShop.start(1, environment)) {
      var shop = new Shop(running.localJson());
      var member = shop.newMember();
      var ledger = OrderLedger.inMemory();
      var careful = CarefulMember.of(member, ledger);
      var sku = shop.product(ORDERS_MAX);
      var orders = new ArrayList<String>();
      orders.add(careful.insist(sku, 1, "0", BACK_WITHIN).text("/orderId"));

      LocalProcess.signal(broker.process(), "KILL");
      var refused = ordersUntilRefused(careful, sku, orders);

      assertEquals("false", refused.text("/executed"));
      assertEquals("1", refused.header("Retry-After"));
      // Each is placed and confirmed: two events.
      assertTrue(orders.size() >= EVENTS_MAX / 2, orders::toString);
      var known = careful.attempt(sku, 1, "0").orElseThrow();
      assertTrue(CarefulMember.isOrder(known) && known.isReplayed(), known::toString);

      // Frees the folder of the one that was killed.
      broker.stop();
      broker = Engines.startKafka(settings);
      var taken = careful.insist(sku, 1, String.valueOf(orders.size()), BACK_WITHIN);
      orders.add(taken.text("/orderId"));
      Deliveries.awaitScheduled(member, orders.get(1));
      Deliveries.awaitScheduled(member, orders.getLast());
      assertEquals(orders.size(), shop.stock(sku).path("reserved").asInt());
      Promises.assertKept(running, ledger);
    } finally {
      broker.stop();
    }
  }

  /** The key of each order is its place; the answer is to the next one. */
  private static Answer ordersUntilRefused(CarefulMember careful, String sku, List<String> orders) {
    while (orders.size() < ORDERS_MAX) {
      var answer = careful.attempt(sku, 1, String.valueOf(orders.size())).orElseThrow();
      if (CarefulMember.isOrder(answer)) {
        orders.add(answer.text("/orderId"));
      } else if (answer.text("/type").endsWith(":overloaded") && orders.size() >= EVENTS_MAX / 2) {
        return answer.isProblem(503, "overloaded");
      }
    }
    throw new AssertionError("all of " + ORDERS_MAX + " orders were taken");
  }
}
