package io.tidegate.platform.kafka;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;

/**
 * Where Kafka is, and how much of it is asked for at a time.
 *
 * @param prefix before every topic and transactional id, so that shops can share a broker
 * @param relayEventsMax how many events a transaction has before no further row joins it
 */
public record KafkaConfig(
    String bootstrapServers,
    String prefix,
    int partitions,
    int replicationFactor,
    int relayEventsMax,
    int pollRecordsMax,
    Duration deliveryTimeout) {

  public static KafkaConfig from(Conf.Section kafka) {
    return from(kafka, kafka.text("bootstrapServers"));
  }

  /** With a broker that the settings do not name, as the embedded one. */
  public static KafkaConfig from(Conf.Section kafka, String bootstrapServers) {
    return new KafkaConfig(
        bootstrapServers,
        kafka.text("prefix"),
        kafka.integer("partitions", 1, 1_000),
        kafka.integer("replicationFactor", 1, 10),
        kafka.integer("relayEventsMax", 1, 10_000),
        kafka.integer("pollRecordsMax", 1, 10_000),
        kafka.milliseconds("deliveryTimeoutMs"));
  }

  /** The topic's name on the broker. */
  public String topic(String name) {
    return prefix + name;
  }
}
