package io.tidegate.cluster;

import com.hazelcast.config.Config;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.conf.Conf;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How nodes find each other: Hazelcast over TCP, by a list of members; no multicast, no word to
 * anybody outside. It carries membership and the bus's registry, and nothing that must last.
 */
final class Cluster {

  private Cluster() {}

  static HazelcastClusterManager manager(Conf.Section cluster) {
    var config = ConfigUtil.loadConfig();
    config.setClusterName(cluster.text("name"));
    properties(config);
    network(config, cluster.text("host"), cluster.integer("port", 1, 65_535), members(cluster));
    return new HazelcastClusterManager(config);
  }

  /** The bus of a node that carries these roles, which its metadata tells the others. */
  static EventBusOptions bus(Conf.Section cluster, Set<String> roles) {
    var host = cluster.text("host");
    return new EventBusOptions()
        .setHost(host)
        .setClusterPublicHost(host)
        // A silent peer is given up after four seconds rather than forty.
        .setClusterPingInterval(TimeUnit.SECONDS.toMillis(2))
        .setClusterPingReplyInterval(TimeUnit.SECONDS.toMillis(2))
        .setClusterNodeMetadata(
            new JsonObject().put(Directory.ROLES, new JsonArray(List.copyOf(roles))));
  }

  private static List<String> members(Conf.Section cluster) {
    var members = cluster.texts("members");
    if (members.isEmpty()) {
      throw cluster.wrong("members", members, "a list of host:port, this node's among them");
    }
    return members;
  }

  private static void properties(Config config) {
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5");
  }

  private static void network(Config config, String host, int port, List<String> members) {
    var network =
        config
            .getNetworkConfig()
            .setPort(port)
            .setPortAutoIncrement(false)
            .setPublicAddress(host + ":" + port);
    network.getInterfaces().setEnabled(true).addInterface(host);
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(members);
  }
}
