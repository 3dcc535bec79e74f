package io.tidegate.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What Kafka's own clients are told. All of their times follow from the delivery timeout, within
 * which a broker that is there again is found: a request that nobody answers is given up after half
 * of it, a connection that nobody takes after a quarter. The clients' own times for these are half
 * a minute, and grow.
 */
final class ClientSettings {

  private ClientSettings() {}

  /** To publish in transactions. */
  static Map<String, Object> writing(KafkaConfig config, String transactionalId) {
    var settings = connecting(config);
    var atMost = millis(config.deliveryTimeout());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, atMost);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, atMost);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, atMost);
    return settings;
  }

  /** To read everything, from a position that is kept elsewhere. */
  static Map<String, Object> reading(KafkaConfig config) {
    var settings = consuming(config);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // What comes close together is applied in one transaction.
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "131072");
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
    return settings;
  }

  /** To hear what is new. */
  static Map<String, Object> listening(KafkaConfig config) {
    var settings = consuming(config);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return settings;
  }

  private static Map<String, Object> consuming(KafkaConfig config) {
    var settings = connecting(config);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(config.pollRecordsMax()));
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(config.deliveryTimeout()));
    return settings;
  }

  private static Map<String, Object> connecting(KafkaConfig config) {
    var unanswered = millis(config.deliveryTimeout().dividedBy(2));
    var unconnected = millis(config.deliveryTimeout().dividedBy(4));
    var settings = new HashMap<String, Object>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, unanswered);
    settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, unconnected);
    settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, unconnected);
    return settings;
  }

  private static String millis(Duration time) {
    return String.valueOf(time.toMillis());
  }
}
