package io.tidegate.platform.bus;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which live nodes carry which role, as their metadata in the cluster says, and the order in which
 * to try them for a key: rendezvous hashing (Thaler and Ravishankar, 1998), so that all senders
 * agree and a node that comes or goes moves only its own share. Any thread.
 */
public final class Directory implements NodeListener {

  /** The key of the roles in a node's metadata. */
  public static final String ROLES = "roles";

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
  private static final long REFRESH_MILLIS = 1_000;

  private final ClusterManager cluster;
  private final String self;
  private final Map<String, Set<String>> rolesByNode = new ConcurrentHashMap<>();
  private final List<Consumer<String>> leaveListeners = new CopyOnWriteArrayList<>();

  private Directory(ClusterManager cluster, String self, Set<String> roles) {
    this.cluster = cluster;
    this.self = self;
    rolesByNode.put(self, Set.copyOf(roles));
  }

  /** A directory that follows the cluster. */
  public static Directory of(Vertx vertx, ClusterManager cluster, Set<String> roles) {
    var directory = new Directory(cluster, cluster.getNodeId(), roles);
    cluster.nodeListener(directory);
    directory.refresh();
    // A node's metadata may come after its membership; looking again is cheap.
    vertx.setPeriodic(REFRESH_MILLIS, _ -> directory.refresh());
    return directory;
  }

  /** A directory that never changes, for nodes that need no cluster to know of each other. */
  public static Directory fixed(String self, Map<String, Set<String>> rolesByNode) {
    var directory = new Directory(null, self, Set.of());
    rolesByNode.forEach((node, roles) -> directory.rolesByNode.put(node, Set.copyOf(roles)));
    return directory;
  }

  /** This node's id in the cluster, which no earlier start of it had. */
  public String self() {
    return self;
  }

  /** Whether that is a live node. */
  boolean knows(String node) {
    return rolesByNode.containsKey(node);
  }

  /** The live nodes and their roles. */
  public Map<String, Set<String>> nodes() {
    return Map.copyOf(rolesByNode);
  }

  /**
   * The live nodes that carry a role, the first to try first: by rendezvous hash of the key, or,
   * for the empty key, this node before the others.
   */
  public List<String> ranking(String role, String key) {
    var nodes = new ArrayList<String>();
    rolesByNode.forEach(
        (node, roles) -> {
          if (roles.contains(role)) {
            nodes.add(node);
          }
        });
    nodes.sort(
        key.isEmpty()
            ? Comparator.comparing((String node) -> !node.equals(self)).thenComparing(node -> node)
            : Comparator.comparingLong((String node) -> weight(node, key)).reversed());
    return nodes;
  }

  @Override
  public void nodeAdded(String node) {
    refresh();
  }

  @Override
  public void nodeLeft(String node) {
    rolesByNode.remove(node);
    leaveListeners.forEach(listener -> listener.accept(node));
  }

  /** Calls back, on any thread, with each node that leaves. */
  void onLeave(Consumer<String> listener) {
    leaveListeners.add(listener);
  }

  private void refresh() {
    var live = Set.copyOf(cluster.getNodes());
    rolesByNode.keySet().stream()
        .filter(node -> !node.equals(self) && !live.contains(node))
        .toList()
        .forEach(this::nodeLeft);
    live.stream().filter(node -> !rolesByNode.containsKey(node)).forEach(this::ask);
  }

  private void ask(String node) {
    Promise<NodeInfo> info = Promise.promise();
    cluster.getNodeInfo(node, info);
    info.future()
        .onSuccess(found -> rolesByNode.put(node, roles(found)))
        .onFailure(cause -> LOG.debug("node {} has not said its roles yet", node, cause));
  }

  private static Set<String> roles(NodeInfo info) {
    var metadata = info.metadata() == null ? new JsonObject() : info.metadata();
    return metadata.getJsonArray(ROLES, new JsonArray()).stream()
        .map(String::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** FNV-1a over node and key, finished with a mix so that close keys spread (MurmurHash3's). */
  private static long weight(String node, String key) {
    var hash = 0xcbf29ce484222325L;
    for (var octet : (node + '/' + key).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
