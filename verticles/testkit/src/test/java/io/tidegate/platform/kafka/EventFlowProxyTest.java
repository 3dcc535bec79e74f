package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.RunningKafka;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.Engines;
import io.tidegate.testkit.TestNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same way when the network between the node and the broker fails. */
class EventFlowProxyTest extends EventFlow {

  private static FaultProxy proxy;
  private static RunningKafka broker;

  private TestNode far;

  @BeforeAll
  static void startBroker() {
    var port = FreePorts.find(1).getFirst();
    proxy = FaultProxy.before(port);
    broker = Engines.startKafka(Engines.kafkaSettings("proxied").behindProxy(port, proxy.port()));
  }

  @AfterAll
  static void stopBroker() {
    broker.stop();
    proxy.close();
  }

  @BeforeEach
  void startNode() {
    far =
        TestNode.on(database)
            .withKafka("127.0.0.1:" + proxy.port())
            .set("kafka", "deliveryTimeoutMs", 1_000)
            .start();
    seen.forgiving = true;
    far.topics(List.of(InventoryEvents.TOPIC));
    deploy(far);
    append("SKU-1", 0, 1);
    awaitSeen(1);
    awaitEmptyOutbox();
  }

  /** Before the way is taken apart, which asks the broker too. */
  @AfterEach
  void heal() {
    proxy.heal();
    List.copyOf(deployed.keySet()).forEach(this::undeploy);
    far.close();
  }

  @Test
  void bringsEverythingInOrderAfterItsConnectionsWereCut() {
    for (var round = 0; round < 5; round++) {
      appendTo(3, 1 + 4 * round, 4);
      proxy.cut();
    }

    awaitAll(3, 20);
  }

  @Test
  void bringsEverythingThoughAnAnswerWasLostInTheMiddleOfATransaction() {
    // What belongs to a transaction names it; it is the shard's.
    proxy.swallowReplyTo("tidegate-relay-inventory");

    appendTo(1, 1, 3);

    Await.until("a reply is swallowed", proxy::hasSwallowed);
    awaitAll(1, 3);
  }

  @Test
  void bringsEverythingInOrderAfterABlackHole() {
    proxy.freeze();
    appendTo(3, 1, 4);
    awaitFailures();
    appendTo(3, 5, 4);

    proxy.heal();

    awaitAll(3, 8);
  }

  @Test
  void bringsEverythingInOrderThoughItHeardNothingForAWhile() {
    proxy.replies().hold();
    appendTo(3, 1, 4);
    awaitFailures();
    appendTo(3, 5, 4);

    proxy.heal();

    awaitAll(3, 8);
  }

  /** Connections stay open to which nobody answers any more, as when a machine loses its power. */
  @Test
  void bringsEverythingAfterTheBrokersMachineWasGoneWithoutAWord() {
    proxy.abandon();

    appendTo(3, 1, 4);

    awaitAll(3, 4);
  }

  @Test
  void bringsEverythingAfterTheBrokerWasOutOfReach() {
    proxy.refuse();
    appendTo(3, 1, 4);
    awaitFailures();
    appendTo(3, 5, 4);

    proxy.heal();

    awaitAll(3, 8);
  }

  /** The first SKU has an event from before. */
  private void appendTo(int skus, int from, int count) {
    IntStream.range(0, count)
        .forEach(
            number ->
                IntStream.rangeClosed(1, skus)
                    .forEach(sku -> append("SKU-" + sku, from + number - (sku == 1 ? 0 : 1), 1)));
  }

  private void awaitAll(int skus, int each) {
    awaitSeen(1 + (long) skus * each);
    awaitEmptyOutbox();
    assertEquals(0, disorder());
    assertEquals(0, parked());
  }

  /** Until the relay has met the fault. */
  private void awaitFailures() {
    Await.until(
        "the relay has met the fault", () -> far.platform().breakers().failures("kafka") > 0);
  }
}
