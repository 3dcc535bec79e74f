package io.tidegate.cluster.journey;

import com.hazelcast.core.Hazelcast;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the cluster's registry has of its nodes.
 *
 * @param addresses at which each node listens, by its id
 * @param reachable ids of those of whom it is known where to connect to
 */
record Registry(Map<String, Set<String>> addresses, Set<String> reachable) {

  /** Reads it as a member of the cluster that carries nothing, and leaves again. */
  static Registry of(Network network) {
    var config = ConfigUtil.loadConfig().setClusterName("tidegate").setLiteMember(true);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.partition.count", "31");
    // Nodes take every member for one of theirs.
    config.getMemberAttributeConfig().setAttribute("__vertx.nodeId", "reader");
    var here = network.address(Network.Server.TEST);
    var transport =
        config.getNetworkConfig().setPort(SpreadShop.CLUSTER_PORT).setPublicAddress(here);
    transport.getInterfaces().setEnabled(true).addInterface(here);
    var join = transport.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
    network
        .all()
        .forEach(
            it ->
                join.getTcpIpConfig()
                    .addMember(network.address(it) + ":" + SpreadShop.CLUSTER_PORT));
    var hazelcast = Hazelcast.newHazelcastInstance(config);
    try {
      var addresses = new TreeMap<String, Set<String>>();
      hazelcast
          .<String, HazelcastRegistrationInfo>getMultiMap("__vertx.subs")
          .entrySet()
          .forEach(
              entry ->
                  addresses
                      .computeIfAbsent(entry.getValue().unwrap().nodeId(), _ -> new TreeSet<>())
                      .add(entry.getKey()));
      var infos = hazelcast.<String, HazelcastNodeInfo>getMap("__vertx.nodeInfo");
      return new Registry(addresses, new TreeSet<>(infos.keySet()));
    } finally {
      hazelcast.shutdown();
    }
  }
}
