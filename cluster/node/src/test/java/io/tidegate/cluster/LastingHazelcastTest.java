package io.tidegate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.engine.FreePorts;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node that the cluster has forgotten (F25). */
final class LastingHazelcastTest {

  @Test
  void tellsTheClusterAgainWhatItHasForgottenOfTheNode() {
    var port = FreePorts.find(1).getFirst();
    var cluster =
        new ClusterConfig(
            UUID.randomUUID().toString(), "127.0.0.1", port, List.of("127.0.0.1:" + port));
    var manager = Cluster.manager(cluster);
    var options = new VertxOptions().setEventBusOptions(Cluster.bus(cluster, Set.of("order")));
    var vertx =
        Await.result(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
    try {
      manager.lookAfterThisNode(vertx);
      var hazelcast = manager.getHazelcastInstance();
      var infos = hazelcast.<String, Object>getMap("__vertx.nodeInfo");
      var registrations = hazelcast.<String, Object>getMultiMap("__vertx.subs");
      var consumer = vertx.eventBus().consumer("here", message -> message.reply("yes"));
      Await.result(consumer.completion());

      infos.clear();
      registrations.clear();
      Await.until("it is known again", () -> infos.containsKey(manager.getNodeId()));
      Await.until("it is asked again", () -> registrations.containsKey("here"));

      Await.result(consumer.unregister());
      // It looks on, and does not bring back what has ended; when it looks again, one look is over.
      for (var looks = 0; looks < 2; looks++) {
        infos.clear();
        Await.until("it looks", () -> infos.containsKey(manager.getNodeId()));
      }
      assertEquals(Set.of(), registrations.keySet());
    } finally {
      Await.result(vertx.close());
    }
  }
}
