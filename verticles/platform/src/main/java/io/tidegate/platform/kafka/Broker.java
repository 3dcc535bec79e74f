package io.tidegate.platform.kafka;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What relay and reactions need of Kafka, and nothing else. A writer and a reader belong to the
 * context that asked for them; every future may fail with a {@link
 * org.apache.kafka.common.KafkaException}.
 */
public interface Broker {

  /** A writer in the name of a transactional id; not ready before {@link Writer#begin}. */
  Future<Writer> writer(String transactionalId);

  /** A reader of what is committed, one record after the other. */
  Future<Reader> reader();

  /** Publishes in transactions. One that failed must be closed: what it did is not known. */
  interface Writer {

    /** Shuts out every earlier writer of this id, and ends what it left open. */
    Future<Void> begin();

    /** Publishes all of them or none; where it fails, either. */
    Future<Void> publish(List<ProducerRecord<byte[], byte[]>> records);

    Future<Void> close();
  }

  /** Reads topics from where it is told to. */
  interface Reader {

    /** The topic's partitions; none where there is no such topic. */
    Future<List<TopicPartition>> partitions(String topic);

    /** Goes on at these offsets, and with these partitions alone. */
    Future<Void> readFrom(Map<TopicPartition, Long> offsets);

    /** What comes next, in order for each partition; nothing where nothing comes in that time. */
    Future<List<ConsumerRecord<byte[], byte[]>>> poll(Duration atMost);

    Future<Void> close();
  }
}
