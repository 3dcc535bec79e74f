package io.tidegate.cluster.launch;

import java.util.Set;
import java.util.UUID;

/**
 * Who a node is and where it listens.
 *
 * @param index from 1
 */
record NodeAddress(
    int index, UUID nodeId, int port, int managementPort, int clusterPort, Set<Role> roles) {

  static final String HOST = "127.0.0.1";

  static NodeAddress of(LaunchPlan plan, Ports ports, int index) {
    return new NodeAddress(
        index,
        UUID.randomUUID(),
        plan.port() + index - 1,
        plan.managementPort() + index - 1,
        ports.cluster().get(index - 1),
        plan.roles().get(index - 1));
  }

  String name() {
    return "Node " + index;
  }

  String baseUrl() {
    return "http://" + HOST + ":" + port;
  }

  String managementUrl() {
    return "http://" + HOST + ":" + managementPort;
  }
}
