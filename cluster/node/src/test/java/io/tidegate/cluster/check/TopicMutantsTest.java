package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.cluster.Topic;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.kafka.Topics;
import io.tidegate.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Publishes the events of a shop once more, on topics of its own, as a relay with a bug would have,
 * and sees what the checker of the topics says.
 */
@OnSmallShop
@Timeout(120)
final class TopicMutantsTest {

  private static SmallShop shop;
  private static final Map<Topic, List<ConsumerRecord<byte[], byte[]>>> PUBLISHED = new HashMap<>();

  @BeforeAll
  static void read(SmallShop shared) {
    shop = shared;
    var settings =
        Map.<String, Object>of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            shop.kafka().bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (var topic : Topic.ALL) {
        var partitions =
            consumer.partitionsFor(shop.kafka().topic(topic.name())).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (!partitions.stream().allMatch(one -> consumer.position(one) >= ends.get(one))) {
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        PUBLISHED.put(topic, records);
      }
    }
  }

  @Test
  void findsNothingWrongWithWhatIsPublishedTwice() throws SQLException {
    assertWrong(0, records -> records.addAll(List.copyOf(records)));
  }

  @Test
  void seesAnEventThatARelayWithACursorPassedBy() throws SQLException {
    assertWrong(1, records -> records.removeIf(of(shop.dispatched.toString(), 3)));
  }

  @Test
  void seesAnEventThatIsMissingBetweenTwo() throws SQLException {
    // It is missing, and the next one does not follow the one before.
    assertWrong(2, records -> records.removeIf(of(shop.dispatched.toString(), 2)));
  }

  @Test
  void seesEventsOfAnAggregateInTheWrongOrder() throws SQLException {
    // 2, 1: neither does 2 come first, nor 1 after it.
    assertWrong(
        2,
        records -> {
          var first = indexOf(records, shop.rejected.toString(), 1);
          Collections.swap(records, first, indexOf(records, shop.rejected.toString(), 2));
        });
  }

  @Test
  void seesAnEventThatNobodyWrote() throws SQLException {
    assertWrong(
        1,
        records -> {
          var one = records.getFirst();
          var stranger =
              new ConsumerRecord<>(
                  one.topic(),
                  one.partition(),
                  0,
                  octets(UUID.randomUUID().toString()),
                  one.value());
          stranger.headers().add("ce_aggregateversion", octets("1"));
          stranger.headers().add("ce_type", octets("order.placed.v1"));
          records.add(stranger);
        });
  }

  @Test
  void seesAnEventThatSaysSomethingElseThanItsTable() throws SQLException {
    assertWrong(
        1,
        records -> {
          var place = indexOf(records, shop.confirmed.toString(), 2);
          var one = records.get(place);
          var other =
              new ConsumerRecord<>(one.topic(), one.partition(), 0, one.key(), octets("{}"));
          one.headers().forEach(other.headers()::add);
          records.set(place, other);
        });
  }

  /** What the checker finds when the order's events are published with this damage. */
  private static void assertWrong(
      long offences, Consumer<List<ConsumerRecord<byte[], byte[]>>> damage) throws SQLException {
    var mutant = mutant();
    var names = Topic.names();
    Await.result(new Topics(shop.node.vertx(), mutant).ensure(names));
    publish(mutant, damage);
    try (var topics = new TopicCopy(mutant);
        var connection = shop.database.connect()) {
      ShopUnderCheck.prepare(connection);
      connection.setAutoCommit(false);
      topics.fill(connection);
      var verdict = kafka().check(new ShopUnderCheck(connection));
      assertEquals(offences, verdict.wrong(), verdict::toString);
    }
  }

  private static Checker kafka() {
    return Checkers.all().stream()
        .filter(checker -> checker.name().equals("kafka"))
        .findFirst()
        .orElseThrow();
  }

  private static KafkaConfig mutant() {
    var real = shop.kafka();
    return new KafkaConfig(
        real.bootstrapServers(),
        UUID.randomUUID() + ".",
        1,
        real.replicationFactor(),
        real.relayEventsMax(),
        real.pollRecordsMax(),
        real.deliveryTimeout());
  }

  private static void publish(
      KafkaConfig mutant, Consumer<List<ConsumerRecord<byte[], byte[]>>> damage) {
    var settings =
        Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, mutant.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      PUBLISHED.forEach(
          (topic, published) -> {
            var records = new ArrayList<>(published);
            if (topic.name().equals(OrderEvents.TOPIC)) {
              damage.accept(records);
            }
            for (var one : records) {
              var _ =
                  producer.send(
                      new ProducerRecord<>(
                          mutant.topic(topic.name()), null, one.key(), one.value(), one.headers()));
            }
          });
      producer.flush();
    }
  }

  private static int indexOf(
      List<ConsumerRecord<byte[], byte[]>> records, String aggregate, int version) {
    var matches = of(aggregate, version);
    for (var place = 0; place < records.size(); place++) {
      if (matches.test(records.get(place))) {
        return place;
      }
    }
    throw new AssertionError("there is no version " + version + " of " + aggregate);
  }

  private static Predicate<ConsumerRecord<byte[], byte[]>> of(String aggregate, int version) {
    return one ->
        text(one.key()).equals(aggregate)
            && text(one.headers().lastHeader("ce_aggregateversion").value())
                .equals(Integer.toString(version));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
