package io.tidegate.platform.kafka;

import io.tidegate.platform.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka, by the clients that it comes with. Any thread; answers on the caller's context. */
public final class KafkaBroker implements Broker {

  private final Vertx vertx;
  private final KafkaConfig config;

  public KafkaBroker(Vertx vertx, KafkaConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  // Making a client looks names up and reads files, which an event loop must not wait for.

  @Override
  public Future<Writer> writer(String transactionalId) {
    return vertx.executeBlocking(
        () ->
            new Transactions(
                KafkaWriteStream.create(
                    vertx,
                    ClientSettings.writing(config, transactionalId),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())),
        false);
  }

  @Override
  public Future<Reader> reader() {
    return vertx.executeBlocking(
        () ->
            new Polls(
                KafkaReadStream.create(
                    vertx,
                    ClientSettings.reading(config),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())),
        false);
  }

  private final class Transactions implements Writer {

    private final KafkaWriteStream<byte[], byte[]> producer;

    private Transactions(KafkaWriteStream<byte[], byte[]> producer) {
      this.producer = producer;
    }

    @Override
    public Future<Void> begin() {
      return producer.initTransactions();
    }

    /**
     * One task for the whole batch. Only its first send can wait long: when that fails, the
     * producer refuses the others at once.
     */
    @Override
    public Future<Void> publish(List<ProducerRecord<byte[], byte[]>> records) {
      var plain = producer.unwrap();
      return vertx.executeBlocking(
          () -> {
            plain.beginTransaction();
            for (var one : records) {
              var _ = plain.send(one);
            }
            CrashPoint.BEFORE_RELAY_COMMIT.reachedAfter(plain::flush);
            // Waits for all of them, and fails if one failed.
            plain.commitTransaction();
            CrashPoint.AFTER_RELAY_COMMIT.reached();
            return null;
          },
          false);
    }

    @Override
    public Future<Void> close() {
      return producer.close(1_000).mapEmpty();
    }
  }

  private static final class Polls implements Reader {

    private final KafkaReadStream<byte[], byte[]> consumer;

    private Polls(KafkaReadStream<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public Future<List<TopicPartition>> partitions(String topic) {
      return consumer
          .partitionsFor(topic)
          .map(
              found ->
                  found.stream()
                      .map(one -> new TopicPartition(one.topic(), one.partition()))
                      .toList());
    }

    @Override
    public Future<Void> readFrom(Map<TopicPartition, Long> offsets) {
      return consumer
          .assign(offsets.keySet())
          .compose(
              _ ->
                  Future.all(
                          offsets.entrySet().stream()
                              .map(entry -> consumer.seek(entry.getKey(), entry.getValue()))
                              .toList())
                      .mapEmpty());
    }

    @Override
    public Future<List<ConsumerRecord<byte[], byte[]>>> poll(Duration atMost) {
      return consumer
          .poll(atMost)
          .map(
              polled -> {
                var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(polled.count());
                polled.forEach(records::add);
                return records;
              });
    }

    @Override
    public Future<Void> close() {
      return consumer.close();
    }
  }
}
