package io.tidegate.cluster.launch;

import io.tidegate.engine.FreePorts;
import java.util.List;

/**
 * The ports of one start: the nodes' as asked for, the cluster's and the engines' wherever there is
 * room.
 *
 * @param cluster one for each node
 */
record Ports(int postgres, int kafka, int kafkaController, List<Integer> cluster) {

  /** Fails, naming the port, if one that was asked for is taken. */
  static Ports reserve(LaunchPlan plan) {
    for (var i = 0; i < plan.nodes(); i++) {
      requireFree(plan.port() + i, "--port");
      requireFree(plan.managementPort() + i, "--management-port");
    }
    var free = FreePorts.find(3 + plan.nodes());
    return new Ports(free.get(0), free.get(1), free.get(2), free.subList(3, free.size()));
  }

  /** Ports of engines alone, where there is room. */
  static Ports ofEngines() {
    var free = FreePorts.find(3);
    return new Ports(free.get(0), free.get(1), free.get(2), List.of());
  }

  private static void requireFree(int port, String option) {
    if (!FreePorts.isFree(port)) {
      throw new LaunchException(
          "Port %d is taken by another process: end that one or choose another port with %s."
              .formatted(port, option));
    }
  }
}
