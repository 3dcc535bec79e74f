package io.tidegate.platform.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.postgres.Lease;
import io.tidegate.platform.postgres.Outage;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** From an append to the reaction of a domain: what the tests of that way share. */
abstract class EventFlow {

  private static final Origin ORIGIN = new Origin("svc:test", null);

  final TestDatabase database = TestDatabase.of("inventory", "text");
  final EventStore events = new EventStore("inventory", "text");
  final Seen seen = new Seen();
  final TestNode.Plan plan = TestNode.on(database).withKafka().set("kafka", "pollRecordsMax", 50);
  final Map<String, TestNode> deployed = new ConcurrentHashMap<>();
  TestNode node;
  Postgres postgres;

  @BeforeEach
  void start() {
    node = plan.start();
    postgres = node.platform().postgres("inventory");
    node.topics(List.of(InventoryEvents.TOPIC));
  }

  @AfterEach
  void stop() {
    deployed.forEach((id, on) -> Await.result(on.vertx().undeploy(id)));
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  ReactionLoop reactionLoop() {
    var platform = node.platform();
    return new ReactionLoop(
        postgres, "inventory", seen, platform.kafka(), platform.broker(), kafkaBreaker(), () -> {});
  }

  OutboxRelay relay(Lease lease) {
    return relay(node, lease);
  }

  OutboxRelay relay(TestNode on, Lease lease) {
    return new OutboxRelay(
        postgres,
        events,
        InventoryEvents.TOPIC,
        lease,
        on.platform().kafka(),
        on.platform().broker(),
        kafkaBreaker());
  }

  Breakers.Breaker kafkaBreaker() {
    return node.platform().breakers().of("kafka", Outage::isOutage);
  }

  /** Turns until one fails, so many at most. */
  static Future<Void> turns(ReactionLoop loop, int left) {
    return left == 0 ? Future.succeededFuture() : loop.turn().compose(_ -> turns(loop, left - 1));
  }

  String deploy(TestNode on) {
    var verticle =
        new BackgroundVerticle(
            on.platform(),
            on.platform().postgres("inventory"),
            "inventory",
            events,
            InventoryEvents.TOPIC,
            List.of(seen),
            Map.of());
    var id = Await.result(on.vertx().deployVerticle(verticle));
    deployed.put(id, on);
    return id;
  }

  void undeploy(String id) {
    Await.result(deployed.remove(id).vertx().undeploy(id));
  }

  void append(String id, int expected, int count) {
    var changes =
        IntStream.rangeClosed(expected + 1, expected + count)
            .mapToObj(version -> new StockChanged(Sku.of(id), version, version, 0, version))
            .toList();
    var state = new StockLevel(Sku.of(id), 1, 0, 1);
    var moved =
        Await.result(
            events.append(
                postgres,
                List.of(new Append(id, expected, "STOCKED", state, changes)),
                List.of(ORIGIN),
                Instant.now()));
    assertTrue(moved.contains(id), "a conflict");
  }

  void publish(String key, String type, String value) {
    var kafka = node.platform().kafka();
    var octets = new ByteArraySerializer();
    var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer = new KafkaProducer<>(settings, octets, octets)) {
      var record =
          new ProducerRecord<>(
              kafka.topic(InventoryEvents.TOPIC),
              key.getBytes(StandardCharsets.UTF_8),
              value.getBytes(StandardCharsets.UTF_8));
      if (type != null) {
        record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_aggregateversion", "1".getBytes(StandardCharsets.UTF_8));
      }
      var _ = producer.send(record);
      producer.flush();
    }
  }

  void awaitSeen(long count) {
    Await.until(count + " events are seen", () -> seenCount() >= count);
    assertEquals(count, seenCount());
  }

  void awaitEmptyOutbox() {
    Await.until(
        "the outbox is empty", () -> database.number("SELECT count(*) FROM inventory.outbox") == 0);
  }

  long seenCount() {
    return database.number("SELECT count(*) FROM inventory.seen");
  }

  long parked() {
    return database.number("SELECT count(*) FROM inventory.dead_letter");
  }

  /** How many events were seen before an earlier one of their aggregate. */
  long disorder() {
    return database.number(
        "SELECT count(*) FROM inventory.seen a JOIN inventory.seen b USING (aggregate_id) "
            + "WHERE a.version < b.version AND a.place > b.place");
  }
}
