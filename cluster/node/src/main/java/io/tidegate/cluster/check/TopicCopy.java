package io.tidegate.cluster.check;

import io.tidegate.cluster.Topic;
import io.tidegate.platform.kafka.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Copies what stands in the topics into a temporary table of the session, where SQL can hold it
 * against the event tables: so this process needs no more memory for a million events than for one.
 *
 * <p>Made before the snapshot is taken, it notes where the topics end; what is read beyond that may
 * be newer than the snapshot. Filled after the snapshot is taken, it reads everything that had left
 * an outbox by then, because the relay deletes only what Kafka has committed. Kafka shows what is
 * committed a little later, so the ends are those of all records, and reading waits for them.
 */
final class TopicCopy implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final int ROWS_AT_ONCE = 1_000;

  private static final String INSERT_PARTITION =
      "INSERT INTO topic_partition (domain, topic, \"partition\", first_position) VALUES (?, ?, ?, ?)";

  private static final String INSERT =
      """
      INSERT INTO copy (domain, topic, "partition", position, aggregate_id, version, type, digest,
                        fresh)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final KafkaConfig kafka;
  private final Consumer<byte[], byte[]> consumer;
  private final Consumer<byte[], byte[]> ends;
  private final Map<TopicPartition, Long> endsBefore = new HashMap<>();

  TopicCopy(KafkaConfig kafka) {
    this.kafka = kafka;
    this.consumer = consumer(kafka, "read_committed");
    this.ends = consumer(kafka, "read_uncommitted");
    Topic.ALL.forEach(topic -> endsBefore.putAll(ends.endOffsets(partitions(topic))));
  }

  /** Reads every topic from its beginning to where it ends now. */
  void fill(Connection connection) throws SQLException {
    for (var topic : Topic.ALL) {
      fill(connection, topic);
    }
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE copy");
      statement.execute(SqlFile.of("unheard").statement());
      statement.execute("ANALYZE unheard");
    }
  }

  @Override
  public void close() {
    consumer.close();
    ends.close();
  }

  private void fill(Connection connection, Topic topic) throws SQLException {
    var partitions = partitions(topic);
    var begins = consumer.beginningOffsets(partitions);
    var until = ends.endOffsets(partitions);
    insertPartitions(connection, topic, begins);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    try (var insert = connection.prepareStatement(INSERT)) {
      var pending = 0;
      var heard = System.nanoTime();
      while (!hasCome(until)) {
        var records = consumer.poll(POLL);
        for (var one : records) {
          if (one.offset() < until.get(partitionOf(one))) {
            add(insert, topic, one);
            if (++pending % ROWS_AT_ONCE == 0) {
              insert.executeBatch();
            }
          }
        }
        if (!records.isEmpty()) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > SILENCE_MAX.toNanos()) {
          throw new CheckException(
              "Kafka says nothing of %s for %s.".formatted(name(topic), SILENCE_MAX));
        }
      }
      insert.executeBatch();
    }
  }

  private boolean hasCome(Map<TopicPartition, Long> until) {
    return until.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void insertPartitions(
      Connection connection, Topic topic, Map<TopicPartition, Long> begins) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT_PARTITION)) {
      for (var begin : begins.entrySet()) {
        insert.setString(1, topic.domain());
        insert.setString(2, name(topic));
        insert.setInt(3, begin.getKey().partition());
        insert.setLong(4, begin.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** A record that is no event of ours has version 0, and is an offence. */
  private void add(PreparedStatement insert, Topic topic, ConsumerRecord<byte[], byte[]> one)
      throws SQLException {
    var version = header(one, "ce_aggregateversion");
    insert.setString(1, topic.domain());
    insert.setString(2, one.topic());
    insert.setInt(3, one.partition());
    insert.setLong(4, one.offset());
    insert.setString(5, one.key() == null ? "" : text(one.key()));
    insert.setInt(6, version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0);
    insert.setString(7, header(one, "ce_type"));
    insert.setString(8, one.value() == null ? "" : digest(one.value()));
    insert.setBoolean(9, one.offset() >= endsBefore.get(partitionOf(one)));
    insert.addBatch();
  }

  private List<TopicPartition> partitions(Topic topic) {
    var partitions = consumer.partitionsFor(name(topic));
    if (partitions.isEmpty()) {
      throw new CheckException("Kafka has no topic %s.".formatted(name(topic)));
    }
    return partitions.stream()
        .map(one -> new TopicPartition(one.topic(), one.partition()))
        .toList();
  }

  private String name(Topic topic) {
    return kafka.topic(topic.name());
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> one) {
    return new TopicPartition(one.topic(), one.partition());
  }

  private static String header(ConsumerRecord<byte[], byte[]> one, String name) {
    var header = one.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : text(header.value());
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  /** As PostgreSQL's {@code md5}; it guards against mistakes, not against malice. */
  private static String digest(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
    } catch (NoSuchAlgorithmException cause) {
      throw new IllegalStateException("every Java platform has MD5", cause);
    }
  }

  private static Consumer<byte[], byte[]> consumer(KafkaConfig kafka, String isolation) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
            // The next topic has to wait for the last fetch of the one before.
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000",
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
