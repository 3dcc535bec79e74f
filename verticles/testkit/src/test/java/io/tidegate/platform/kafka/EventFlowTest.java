package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.platform.postgres.Lease;
import io.tidegate.testkit.Await;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From an append to the reaction of a domain, through outbox, relay, broker and positions. */
class EventFlowTest extends EventFlow {

  @Test
  void bringsEveryEventOnceInTheOrderOfItsAggregate() {
    deploy(node);
    for (var version = 0; version < 40; version++) {
      for (var id = 0; id < 5; id++) {
        append("SKU-" + id, version, 1);
      }
    }

    awaitSeen(200);
    assertEquals(0, disorder());
    awaitEmptyOutbox();
  }

  @Test
  void bringsWhatWasAppendedBeforeItStarted() {
    IntStream.range(0, 300).forEach(number -> append("SKU-" + number, 0, 1));

    deploy(node);

    awaitSeen(300);
  }

  @Test
  void goesOnWhereItWasAfterARestart() {
    append("SKU-1", 0, 2);
    var first = deploy(node);
    awaitSeen(2);
    awaitEmptyOutbox();
    undeploy(first);

    append("SKU-1", 2, 2);
    deploy(node);

    awaitSeen(4);
    assertEquals(0, disorder());
  }

  @Test
  void sharesTheWorkWithAnotherNodeThatTakesOver() {
    var other = plan.start();
    try {
      var first = deploy(node);
      append("SKU-1", 0, 1);
      awaitSeen(1);
      var second = deploy(other);
      undeploy(first);

      append("SKU-1", 1, 1);

      awaitSeen(2);
      undeploy(second);
      assertEquals(2, database.number("SELECT epoch FROM inventory.lease WHERE name = 'relay'"));
    } finally {
      other.close();
    }
  }

  @Test
  void letsOneOfTwoThatReadTheSameApplyIt() {
    var relay = deploy(node);
    append("SKU-1", 0, 1);
    awaitSeen(1);
    awaitEmptyOutbox();
    undeploy(relay);
    database.execute("TRUNCATE inventory.seen, inventory.consumer_position");
    var one = reactionLoop();
    var other = reactionLoop();
    Await.result(one.begin(1));
    Await.result(other.begin(2));

    Await.until("one has applied it", () -> Await.result(one.turn()) && seenCount() == 1);

    var late = Await.failure(turns(other, 50));
    assertInstanceOf(Positions.PositionMovedException.class, late);
    assertEquals(1, seenCount());
    Await.result(Future.join(one.end(), other.end()));
  }

  @Test
  void fencesARelayThatWakesUpAfterItsLeaseIsGone() {
    var lease = new Lease(postgres, "inventory", "relay", "sleeper", Duration.ofMillis(1));
    assertEquals(1, Await.result(lease.acquire()));
    var sleeper = relay(lease);
    Await.result(sleeper.begin(1));
    append("SKU-1", 0, 1);
    var successor = deploy(node);
    awaitSeen(1);
    awaitEmptyOutbox();

    append("SKU-1", 1, 1);
    awaitSeen(2);
    undeploy(successor);
    append("SKU-1", 2, 1);

    Await.failure(sleeper.turn());
    Await.result(sleeper.end());
    deploy(node);
    awaitSeen(3);
    assertEquals(0, parked(), "it published all the same");
  }

  @Test
  void publishesSmallRowsTogether() {
    var few = plan.set("kafka", "relayEventsMax", 4).start();
    try {
      var lease = new Lease(postgres, "inventory", "relay", "few", Duration.ofMinutes(1));
      var relay = relay(few, lease);
      Await.result(relay.begin(Await.result(lease.acquire())));
      IntStream.range(0, 5).forEach(number -> append("SKU-" + number, 0, 1));
      append("SKU-5", 0, 6);

      assertTrue(Await.result(relay.turn()), "there was more");
      assertEquals(2, rowsWaiting(), "four rows of one event were published");
      assertTrue(Await.result(relay.turn()), "there might have been more");
      assertEquals(0, rowsWaiting(), "a row is published whole");
      assertFalse(Await.result(relay.turn()));
      Await.result(relay.end());
    } finally {
      few.close();
    }
  }

  private long rowsWaiting() {
    return database.number("SELECT count(*) FROM inventory.outbox");
  }

  @Test
  void leavesTopicsThatExistAsTheyAre() {
    node.topics(List.of(InventoryEvents.TOPIC, "tidegate.other.events"));
    node.topics(List.of(InventoryEvents.TOPIC));
  }
}
