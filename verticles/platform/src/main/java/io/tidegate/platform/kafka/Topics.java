package io.tidegate.platform.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing; one that exists is left as it is. */
public final class Topics {

  private final Vertx vertx;
  private final KafkaConfig config;

  public Topics(Vertx vertx, KafkaConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /** Completes when all of them exist. */
  public Future<Void> ensure(Collection<String> names) {
    var admin =
        KafkaAdminClient.create(
            vertx,
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"));
    return Future.all(names.stream().map(name -> ensure(admin, name)).toList())
        .<Void>mapEmpty()
        .eventually(admin::close);
  }

  private Future<Void> ensure(KafkaAdminClient admin, String name) {
    var topic =
        new NewTopic(config.topic(name), config.partitions(), (short) config.replicationFactor());
    return admin
        .createTopics(List.of(topic))
        .recover(
            cause ->
                cause instanceof TopicExistsException
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }
}
