package io.tidegate.platform.kafka;

import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.postgres.Outage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what is new in a topic, from now on, and says which aggregates it is about. It is in
 * no group and keeps no position: what happens while it cannot read is never told, so it is for
 * hints alone. After a failure it begins anew. To be started once and stopped once, from any
 * thread; aggregates are told on an event loop of its own.
 */
public final class TopicTail {

  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long BEGIN_AGAIN_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final String topic;
  private final KafkaConfig config;
  private final Breaker breaker;
  private final Handler<String> moved;

  private KafkaReadStream<byte[], byte[]> consumer;
  private boolean stopped;

  public TopicTail(
      Vertx vertx, String topic, KafkaConfig config, Breakers breakers, Handler<String> moved) {
    this.vertx = vertx;
    // Of its own: one that it is called on may be a verticle's, and end with it.
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.topic = config.topic(topic);
    this.config = config;
    this.breaker = breakers.of("kafka", Outage::isOutage);
    this.moved = moved;
  }

  /** Begins to listen. */
  public void start() {
    context.runOnContext(_ -> begin());
  }

  /** Tells nothing more. */
  public void stop() {
    context.runOnContext(
        _ -> {
          stopped = true;
          close();
        });
  }

  private void begin() {
    if (stopped) {
      return;
    }
    // Making one looks names up and reads files, which an event loop must not wait for.
    context
        .executeBlocking(this::create, false)
        .onSuccess(created -> consumer = created)
        .compose(created -> breaker.guard(() -> created.partitionsFor(topic)))
        .compose(this::seekToEnd)
        .onSuccess(_ -> poll())
        .onFailure(this::beginAgain);
  }

  private KafkaReadStream<byte[], byte[]> create() {
    return KafkaReadStream.create(
        vertx,
        ClientSettings.listening(config),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private Future<Void> seekToEnd(List<PartitionInfo> found) {
    Set<TopicPartition> partitions =
        found.stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .collect(Collectors.toUnmodifiableSet());
    return consumer.assign(partitions).compose(_ -> consumer.seekToEnd(partitions));
  }

  private void poll() {
    if (stopped) {
      // It was stopped while it began.
      close();
      return;
    }
    breaker
        .guard(() -> consumer.poll(POLL))
        .onSuccess(this::tell)
        .onSuccess(_ -> poll())
        .onFailure(this::beginAgain);
  }

  private void tell(ConsumerRecords<byte[], byte[]> polled) {
    for (var one : polled) {
      var aggregate = CloudEvents.text(one.key());
      if (aggregate != null) {
        moved.handle(aggregate);
      }
    }
  }

  private void beginAgain(Throwable cause) {
    close();
    if (stopped) {
      return;
    }
    LOG.debug("the end of {} cannot be read", topic, cause);
    vertx.setTimer(BEGIN_AGAIN_MILLIS, _ -> begin());
  }

  private void close() {
    var ended = consumer;
    consumer = null;
    if (ended != null) {
      ended.close().onFailure(cause -> LOG.debug("a consumer did not close", cause));
    }
  }
}
