package io.tidegate.engine;

import java.nio.file.Path;
import java.util.Map;

/** The settings of a broker that is its own controller and has no replicas, sized for a laptop. */
final class BrokerProperties {

  private BrokerProperties() {}

  static Map<String, String> of(KafkaSettings settings, Path data) {
    var client = "127.0.0.1:" + settings.port();
    var controller = "127.0.0.1:" + settings.controllerPort();
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("listeners", "PLAINTEXT://" + client + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", "PLAINTEXT://" + client),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry("log.dirs", data.resolve("log").toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("default.replication.factor", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        // There is nobody else to wait for when a group forms.
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // A broker that was killed is let in again only when it counts as gone; the default is 9 s.
        Map.entry("broker.session.timeout.ms", "4000"),
        Map.entry("broker.heartbeat.interval.ms", "1000"),
        // The default of 128 MiB is a third of this broker's heap.
        Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("queued.max.requests", "200"));
  }
}
