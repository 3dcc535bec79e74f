package io.tidegate.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import io.tidegate.platform.bus.Directory;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How nodes find each other: Hazelcast over TCP, by a list of members; no multicast, no word to
 * anybody outside. It carries membership and the bus's registry, and nothing that must last.
 */
final class Cluster {

  private Cluster() {}

  static LastingHazelcast manager(ClusterConfig cluster) {
    // Reading its settings it logs already, before it has read where to.
    System.setProperty("hazelcast.logging.type", "slf4j");
    var config = ConfigUtil.loadConfig();
    config.setClusterName(cluster.name());
    properties(config);
    // Without a filter it would read an object of any class that is on the class path; with this
    // one, of the JDK's and its own. What Vert.x keeps in it is not read that way.
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    network(config, cluster.host(), cluster.port(), cluster.members());
    return new LastingHazelcast(config);
  }

  /** The bus of a node that carries these roles, which its metadata tells the others. */
  static EventBusOptions bus(ClusterConfig cluster, Set<String> roles) {
    return new EventBusOptions()
        .setHost(cluster.host())
        .setClusterPublicHost(cluster.host())
        // A silent peer is given up after four seconds rather than forty.
        .setClusterPingInterval(TimeUnit.SECONDS.toMillis(2))
        .setClusterPingReplyInterval(TimeUnit.SECONDS.toMillis(2))
        // After a minute in which nothing passed, the system tries again half a minute later.
        .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(1))
        // What a peer had opened before the network was cut ends here, too: it pings otherwise.
        .setIdleTimeout(20)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setClusterNodeMetadata(
            new JsonObject().put(Directory.ROLES, new JsonArray(List.copyOf(roles))));
  }

  private static void properties(Config config) {
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
        // Parts that were separated look for each other all the time; the default is minutes.
        .setProperty("hazelcast.merge.first.run.delay.seconds", "1")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "1")
        // Each address that does not answer costs that search five seconds; those of members that
        // are gone for good would be tried for four hours.
        .setProperty("hazelcast.tcp.join.previously.joined.member.address.retention.seconds", "10")
        .setProperty("hazelcast.socket.connect.timeout.seconds", "2")
        // A question that was lost on the way fails soon, to be asked again; the default is a
        // minute.
        .setProperty("hazelcast.operation.call.timeout.millis", "5000");
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
