package io.tidegate.gateway;

import io.tidegate.platform.kafka.KafkaConfig;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says things on a topic as a relay does, with nothing in them but whom they are about. */
final class Broker implements AutoCloseable {

  private final KafkaConfig config;
  private final KafkaProducer<String, String> producer;

  Broker(KafkaConfig config) {
    this.config = config;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", config.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
  }

  void say(String topic, String aggregateId) {
    try {
      producer
          .send(new ProducerRecord<>(config.topic(topic), aggregateId, "{}"))
          .get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException cause) {
      throw new IllegalStateException(cause);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
