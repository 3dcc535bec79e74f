package io.tidegate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KafkaEngineTest {

  @TempDir Path folder;

  @Test
  void keepsItsRecordsBetweenStartsAndLeavesNoProcessBehind() throws Exception {
    var first = KafkaEngine.start(Folder.kafka(folder));
    try (first) {
      createTopic(first);
      produce(first, "this");
    }
    assertFalse(LocalProcess.isRunning(first.process()));
    try (var second = KafkaEngine.start(Folder.kafka(folder))) {
      assertEquals("this", consume(second));
    }
  }

  @Test
  void createsNoTopicByItself() {
    try (var kafka = KafkaEngine.start(Folder.kafka(folder));
        var admin = Admin.create(client(kafka))) {
      var described = admin.describeTopics(List.of("things")).allTopicNames();

      var missing =
          assertThrows(ExecutionException.class, () -> described.get(20, TimeUnit.SECONDS));

      assertInstanceOf(UnknownTopicOrPartitionException.class, missing.getCause());
    }
  }

  @Test
  void replacesABrokerThatAKilledProcessLeftRunning() throws Exception {
    var leftOver = LeaveRunning.in(folder, "kafka");
    assertTrue(LocalProcess.isRunning(leftOver), "nothing was left over");

    try (var kafka = KafkaEngine.start(Folder.kafka(folder))) {
      assertFalse(LocalProcess.isRunning(leftOver), "two brokers on one folder");
      createTopic(kafka);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runsWithoutPrivileges() throws Exception {
    try (var kafka = KafkaEngine.start(Folder.kafka(Folder.openToOthers(folder)))) {
      assertEquals("0000000000000000", Folder.capabilities(kafka.process()));
    }
  }

  private static void createTopic(RunningKafka kafka) throws Exception {
    try (var admin = Admin.create(client(kafka))) {
      var topic = new NewTopic("things", 1, (short) 1);
      admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
    }
  }

  private static void produce(RunningKafka kafka, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(client(kafka), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("things", "key", value)).get(20, TimeUnit.SECONDS);
    }
  }

  private static String consume(RunningKafka kafka) {
    try (var consumer =
        new KafkaConsumer<>(client(kafka), new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition("things", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
    }
  }

  private static Map<String, Object> client(RunningKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
