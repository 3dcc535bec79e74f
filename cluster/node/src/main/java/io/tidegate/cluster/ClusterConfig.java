package io.tidegate.cluster;

import io.tidegate.platform.conf.Conf;
import java.util.List;

/** How a node finds the others. {@code conf/cluster.json}. */
record ClusterConfig(String name, String host, int port, List<String> members) {

  static ClusterConfig from(Conf.Section cluster) {
    var members = cluster.texts("members");
    if (members.isEmpty()) {
      throw cluster.wrong("members", members, "a list of host:port, this node's among them");
    }
    return new ClusterConfig(
        cluster.text("name"), cluster.text("host"), cluster.integer("port", 1, 65_535), members);
  }
}
