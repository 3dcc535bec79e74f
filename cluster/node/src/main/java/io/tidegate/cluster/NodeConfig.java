package io.tidegate.cluster;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a node is: where it listens, which roles it carries. {@code conf/node.json}. */
record NodeConfig(
    String nodeId, String host, int port, int managementPort, Set<String> roles, Duration drain) {

  /** Every role that there is, in the order in which they start. */
  static final List<String> ROLES =
      List.of("identity", "catalog", "inventory", "order", "delivery", "gateway");

  static NodeConfig from(Conf.Section node) {
    var roles = new LinkedHashSet<>(node.texts("roles"));
    if (roles.isEmpty() || !ROLES.containsAll(roles)) {
      throw node.wrong("roles", roles, "some of " + ROLES);
    }
    return new NodeConfig(
        node.text("nodeId"),
        node.text("host"),
        node.integer("port", 0, 65_535),
        node.integer("managementPort", 0, 65_535),
        roles,
        node.milliseconds("drainMs"));
  }
}
