package io.tidegate.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.eventstore.StoredEvent;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.kafka.CloudEvents;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What order publishes is scheduled, and what delivery does about it is published. */
class DeliveryOverKafkaTest {

  @Test
  void schedulesAndPublishesWhatOrderConfirmed() throws Exception {
    try (var database = TestDatabase.of("delivery", "uuid");
        var node = TestNode.on(database).withKafka().start()) {
      node.topics(List.of(OrderEvents.TOPIC, DeliveryEvents.TOPIC));
      node.deploy(new DeliveryModule(node.platform()));
      var order = new OrderId(UUID.randomUUID());

      publish(node, DeliveryShop.confirmed(order), 2);
      publish(node, new OrderCancelled(new OrderId(UUID.randomUUID())), 3);
      publish(node, DeliveryShop.confirmed(order), 2);

      var delivery = publishedDelivery(node);
      assertEquals(
          delivery,
          database.text(
              "SELECT delivery_id FROM delivery.delivery_of_order WHERE order_id = '%s'"
                  .formatted(order)));
      // Only when all three are behind it is one delivery all that there will be.
      Await.until(
          "everything is applied",
          () ->
              database.number(
                      "SELECT coalesce(sum(next_offset), 0) FROM delivery.consumer_position")
                  == 3);
      assertEquals(1, database.number("SELECT count(*) FROM delivery.event"));
    }
  }

  private static void publish(TestNode node, DomainEvent event, int version) throws Exception {
    var settings =
        Map.<String, Object>of("bootstrap.servers", node.platform().kafka().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var stored =
          new StoredEvent(
              event.aggregateId(),
              version,
              EventTypes.nameOf(event),
              Json.encode(event),
              Json.encode(Origin.of("order", null)),
              node.clock().instant());
      var topic = node.platform().kafka().topic(OrderEvents.TOPIC);
      producer.send(CloudEvents.record(topic, stored)).get(10, TimeUnit.SECONDS);
    }
  }

  /** The id of the one delivery that was published as scheduled. */
  private static String publishedDelivery(TestNode node) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            node.platform().kafka().bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "group.id",
            UUID.randomUUID().toString());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(node.platform().kafka().topic(DeliveryEvents.TOPIC)));
      var found = new ArrayList<String>();
      Await.until(
          "the delivery is published",
          () -> {
            for (var published : consumer.poll(Duration.ofMillis(100))) {
              assertEquals(
                  "delivery.scheduled.v1", text(published.headers().lastHeader("ce_type").value()));
              found.add(text(published.key()));
            }
            return !found.isEmpty();
          });
      return found.getFirst();
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
