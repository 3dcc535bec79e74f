package io.tidegate.cluster.backup;

import io.tidegate.cluster.Topic;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.kafka.KafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The shop's topics that a broker has already. Blocks the calling thread. */
public final class OldTopics {

  private OldTopics() {}

  /**
   * Deletes them; refuses where something is in them.
   *
   * @param replace delete them whatever is in them
   */
  public static void delete(KafkaConfig kafka, boolean replace) {
    try (var admin = admin(kafka)) {
      var ours = Topic.names().stream().map(kafka::topic).toList();
      var names = admin.listTopics().names().get().stream().filter(ours::contains).toList();
      if (!replace && !areEmpty(admin, names)) {
        throw new LaunchException(
            "There are events in %s at %s already: --replace-topics deletes those topics."
                .formatted(String.join(", ", names), kafka.bootstrapServers()));
      }
      admin.deleteTopics(names).all().get();
    } catch (ExecutionException | KafkaException cause) {
      throw new LaunchException(
          "Kafka at %s cannot be used (%s)."
              .formatted(kafka.bootstrapServers(), cause.getMessage()),
          cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new LaunchException("Interrupted while topics were deleted.", cause);
    }
  }

  private static boolean areEmpty(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    var partitions =
        admin.describeTopics(names).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(one -> new TopicPartition(topic.name(), one.partition())))
            .toList();
    var ends =
        admin
            .listOffsets(
                partitions.stream().collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest())))
            .all()
            .get();
    return ends.values().stream().allMatch(end -> end.offset() == 0);
  }

  private static Admin admin(KafkaConfig kafka) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000",
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"));
  }
}
