package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.ADMIN;
import static io.tidegate.catalog.Teas.SHOPPER;
import static io.tidegate.catalog.Teas.WEB;
import static io.tidegate.catalog.Teas.newSku;
import static io.tidegate.catalog.Teas.offer;
import static io.tidegate.catalog.Teas.registration;
import static io.tidegate.catalog.Teas.tea;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.GetOffer;
import io.tidegate.contracts.catalog.CatalogApi.OfferView;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.contracts.catalog.CatalogEvents.ProductChanged;
import io.tidegate.contracts.catalog.CatalogEvents.ProductRegistered;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CatalogOverKafkaTest {

  private static TestDatabase database;
  private static TestNode node;

  @BeforeAll
  static void start() {
    database = TestDatabase.of(CatalogApi.ROLE, "text");
    node = TestNode.on(database).withKafka().start();
    node.topics(List.of(CatalogEvents.TOPIC, InventoryEvents.TOPIC));
    node.deploy(new CatalogModule(node.platform()));
  }

  @AfterAll
  static void stop() {
    node.close();
    database.close();
  }

  @Test
  void publishesWhatBecomesOfAProductInItsOrder() {
    var first = tea(newSku(), offer(WEB));
    var second = tea(first.sku(), offer(WEB), offer(Teas.MARKET));
    node.ask(CatalogApi.ROLE, registration(first), ADMIN, ProductView.class);
    node.ask(CatalogApi.ROLE, new ChangeProduct(second, 1), ADMIN, ProductView.class);

    assertEquals(
        List.of(new ProductRegistered(first, 1), new ProductChanged(second, 2)),
        published(first.sku(), 2));
  }

  @Test
  void showsWhatInventorySaysIsAvailable() throws Exception {
    var sku = newSku();
    node.ask(CatalogApi.ROLE, registration(tea(sku, offer(WEB))), ADMIN, ProductView.class);

    tell(new StockChanged(sku, 1, 500, 0, 500));
    tell(new StockChanged(sku, 2, 500, 3, 497));

    Await.until("497 are shown", () -> available(sku) == 497);
  }

  private static long available(Sku sku) {
    return node.ask(CatalogApi.ROLE, new GetOffer(WEB, sku), SHOPPER, OfferView.class).available();
  }

  /** As inventory's relay does. */
  private static void tell(StockChanged level) throws Exception {
    var event =
        new StoredEvent(
            level.aggregateId(),
            (int) level.version(),
            EventTypes.nameOf(level),
            Json.encode(level),
            Json.encode(Origin.of("inventory", null)),
            node.clock().instant());
    var kafka = node.platform().kafka();
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(CloudEvents.record(kafka.topic(InventoryEvents.TOPIC), event))
          .get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static List<Object> published(Sku sku, int count) {
    var kafka = node.platform().kafka();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var topic = kafka.topic(CatalogEvents.TOPIC);
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList());
      var events = new ArrayList<Object>();
      Await.until(
          count + " events of " + sku + " are published",
          () -> {
            for (var one : consumer.poll(Duration.ofMillis(200))) {
              if (sku.value().equals(text(one.key()))) {
                var type = text(one.headers().lastHeader("ce_type").value());
                events.add(EventTypes.decode(type, text(one.value())));
              }
            }
            return events.size() >= count;
          });
      return List.copyOf(events);
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
