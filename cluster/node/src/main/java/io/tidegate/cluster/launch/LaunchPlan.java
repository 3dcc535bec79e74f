package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be started, checked for sense.
 *
 * @param home the folder with {@code conf/}
 * @param roles one set for every node, in the nodes' order
 * @param fresh whether the data of an earlier run are deleted first
 * @param restart whether a process that died is started again
 * @param restartPauseMax the longest pause before that
 */
record LaunchPlan(
    Path home,
    Path data,
    int port,
    int managementPort,
    List<Set<Role>> roles,
    boolean fresh,
    boolean restart,
    Duration restartPauseMax) {

  private static final int NODES_MAX = 16;
  private static final int PORT_MAX = 65535;

  LaunchPlan {
    require(
        !roles.isEmpty() && roles.size() <= NODES_MAX,
        "--nodes must be between 1 and " + NODES_MAX + ".");
    requirePort("--port", port, roles.size());
    requirePort("--management-port", managementPort, roles.size());
    require(
        Math.abs(port - managementPort) >= roles.size(),
        "--port and --management-port are too close: each node adds its number to both.");
    require(
        restartPauseMax.isPositive() && restartPauseMax.compareTo(RestartPause.LONGEST) <= 0,
        "--restart-pause must be between 1 and " + RestartPause.LONGEST.toSeconds() + ".");
    var carried = EnumSet.noneOf(Role.class);
    roles.forEach(carried::addAll);
    var missing = EnumSet.complementOf(carried);
    require(
        missing.isEmpty(),
        "No node carries the role "
            + missing.stream().map(Role::word).collect(Collectors.joining(", "))
            + ": name it in --roles.");
    roles = List.copyOf(roles);
    home = home.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
  }

  /**
   * The roles of {@code nodes} nodes: {@code lists} holds one list for all of them, one for each,
   * or none for everything everywhere.
   */
  static List<Set<Role>> roles(int nodes, List<String> lists) {
    require(nodes >= 1 && nodes <= NODES_MAX, "--nodes must be between 1 and " + NODES_MAX + ".");
    require(
        lists.size() <= 1 || lists.size() == nodes,
        "Give --roles once for all nodes or once for each of the %d.".formatted(nodes));
    var each =
        switch (lists.size()) {
          case 0 -> Stream.generate(() -> EnumSet.allOf(Role.class));
          case 1 -> Stream.generate(() -> parse(lists.getFirst()));
          default -> lists.stream().map(LaunchPlan::parse);
        };
    return each.limit(nodes).<Set<Role>>map(Set::copyOf).toList();
  }

  int nodes() {
    return roles.size();
  }

  /** The settings that all nodes share, or those of the node whose own are in that file. */
  Conf settings(Path... own) {
    return UpOptions.settings(home, own);
  }

  private static EnumSet<Role> parse(String list) {
    var roles = EnumSet.noneOf(Role.class);
    for (var word : list.split(",", -1)) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(() -> new LaunchException(unknown(word))));
    }
    return roles;
  }

  private static String unknown(String word) {
    return "There is no role \"%s\"; the roles are %s."
        .formatted(
            word.strip(),
            Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", ")));
  }

  private static void requirePort(String option, int port, int nodes) {
    require(
        port >= 1 && port + nodes - 1 <= PORT_MAX,
        "%s must be between 1 and %d.".formatted(option, PORT_MAX - nodes + 1));
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new LaunchException(otherwise);
    }
  }
}
