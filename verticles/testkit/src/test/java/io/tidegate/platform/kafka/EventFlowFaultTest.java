package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.engine.RunningKafka;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.Engines;
import io.tidegate.testkit.TestNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same way when an event makes no sense, or the world is to blame. */
class EventFlowFaultTest extends EventFlow {

  @Test
  void publishesAgainWithoutHarmWhatWasPublishedBefore() {
    deploy(node);
    append("SKU-1", 0, 3);
    awaitSeen(3);
    awaitEmptyOutbox();
    // As after a crash between the broker's commit and ours. The reaction, which does not guard
    // itself, parks what it meets again: all of it, and nothing after it is lost.
    database.execute(
        "INSERT INTO inventory.outbox (aggregate_ids, versions) VALUES ('{SKU-1}', '{3}')");
    awaitEmptyOutbox();

    append("SKU-2", 0, 1);

    awaitSeen(4);
    Await.until("the repetition is parked", () -> parked() == 1);
  }

  @Test
  void parksAnEventThatCannotBeAppliedAndWhatComesAfterIt() {
    seen.poison.add("SKU-BAD");
    deploy(node);
    append("SKU-GOOD", 0, 1);
    append("SKU-BAD", 0, 2);
    append("SKU-GOOD", 1, 1);
    append("SKU-FINE", 0, 1);
    Await.until("the bad ones are parked", () -> parked() == 2);
    awaitSeen(3);
    // What was wrong with the first is no longer; the third still waits behind it.
    seen.poison.clear();
    append("SKU-BAD", 2, 1);

    Await.until("the one after them is parked too", () -> parked() == 3);
    assertEquals(
        "{1,2,3}",
        database.text(
            "SELECT array_agg(version ORDER BY version)::text FROM inventory.dead_letter "
                + "WHERE aggregate_id = 'SKU-BAD' AND type = 'stock.changed.v1' "
                + "AND convert_from(data, 'UTF8')::json ->> 'sku' = 'SKU-BAD'"));
    assertEquals(3, seenCount());
  }

  @Test
  void remembersWhatIsParkedWhenItStartsAnew() {
    seen.poison.add("SKU-BAD");
    var first = deploy(node);
    append("SKU-BAD", 0, 1);
    Await.until("it is parked", () -> parked() == 1);
    undeploy(first);
    seen.poison.clear();

    deploy(node);
    append("SKU-BAD", 1, 1);

    Await.until("the next is parked behind it", () -> parked() == 2);
  }

  @Test
  void parksARecordThatIsNoEvent() {
    deploy(node);
    publish("SKU-1", null, "{}");
    publish("SKU-2", "stock.changed.v1", "not JSON");
    publish("SKU-3", "stock.vanished.v9", "{}");
    append("SKU-4", 0, 1);

    awaitSeen(1);
    Await.until("the two that make no sense are parked", () -> parked() == 2);
  }

  /** A later release writes a new meaning beside the old one, of which it keeps every field. */
  @Test
  void readsWhatALaterReleaseAddsToAnEventAndPassesOverWhatItWritesBesideIt() {
    deploy(node);
    publish("SKU-1", "stock.changed.v2", "{\"sku\":\"SKU-1\",\"levels\":[4,0]}");
    publish(
        "SKU-1",
        "stock.changed.v1",
        """
        {"sku": "SKU-1", "version": 1, "onHand": 4, "reserved": 0, "available": 4, "shelf": {"row": "B"}}
        """);
    append("SKU-2", 0, 1);

    awaitSeen(2);
    assertEquals(0, parked());
  }

  @Test
  void triesAgainInOrderAfterAnOutage() {
    seen.outages.set(3);
    deploy(node);
    append("SKU-1", 0, 3);
    append("SKU-1", 3, 3);

    awaitSeen(6);
    assertEquals(0, disorder());
    assertEquals(0, parked());
  }

  @Test
  void survivesABrokerThatGoesAndComesBack() {
    var settings = Engines.kafkaSettings("restarted");
    RunningKafka broker = Engines.startKafka(settings);
    var restarted = TestNode.on(database).withKafka(broker.bootstrapServers()).start();
    try {
      restarted.topics(List.of(InventoryEvents.TOPIC));
      var id = deploy(restarted);
      append("SKU-1", 0, 1);
      awaitSeen(1);

      broker.stop();
      append("SKU-1", 1, 2);
      append("SKU-2", 0, 1);
      broker = Engines.startKafka(settings);

      Await.until("what came meanwhile is seen", Duration.ofSeconds(60), () -> seenCount() == 4);
      append("SKU-1", 3, 1);
      awaitSeen(5);
      assertEquals(0, disorder());
      assertEquals(0, parked());
      undeploy(id);
    } finally {
      restarted.close();
      broker.stop();
    }
  }

  @Test
  void waitsForATopicThatIsNotThereYet() {
    var late = TestNode.on(database).withKafka().start();
    try {
      append("SKU-1", 0, 1);
      var id = deploy(late);
      Await.until(
          "both loops have begun",
          () ->
              database.number(
                      "SELECT count(*) FROM inventory.lease WHERE name IN ('relay', '%s')"
                          .formatted(seen.name()))
                  == 2);
      late.topics(List.of(InventoryEvents.TOPIC));

      Await.until("it is seen", Duration.ofSeconds(60), () -> seenCount() == 1);
      undeploy(id);
    } finally {
      late.close();
    }
  }
}
