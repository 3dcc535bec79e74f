package io.tidegate.simulation.shop;

import io.tidegate.platform.bus.Directory;
import io.tidegate.simulation.world.World;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is there, as each node has heard of it: a little late, and not all at the same time. */
final class Cluster {

  private static final Duration NEWS_LEAST = Duration.ofMillis(1);
  private static final Duration NEWS_MOST = Duration.ofMillis(400);

  private final World world;
  private final Map<String, Set<String>> roles = new LinkedHashMap<>();
  private final Map<String, View> views = new LinkedHashMap<>();
  private final Set<String> gone = new HashSet<>();

  Cluster(World world) {
    this.world = world;
  }

  private static final class View {
    private final Context context;
    private final List<String> seen = new ArrayList<>();
    private NodeListener listener;

    private View(Context context) {
      this.context = context;
    }
  }

  /** Joins, and returns what the node knows the cluster by. */
  ClusterManager join(String id, Set<String> carries, Context context) {
    var view = new View(context);
    view.seen.addAll(views.keySet());
    view.seen.add(id);
    roles.put(id, carries);
    views.forEach((other, its) -> news(its, () -> added(other, its, id)));
    views.put(id, view);
    return (ClusterManager)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {ClusterManager.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "getNodeId" -> id;
                  case "getNodes" -> List.copyOf(view.seen);
                  case "nodeListener" -> {
                    view.listener = (NodeListener) arguments[0];
                    yield null;
                  }
                  case "getNodeInfo" -> {
                    tell((String) arguments[0], arguments[1]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private void tell(String node, Object completable) {
    var metadata =
        new JsonObject().put(Directory.ROLES, new JsonArray(List.copyOf(roles.get(node))));
    ((Completable<NodeInfo>) completable).succeed(new NodeInfo("simulated", 1, metadata));
  }

  private void added(String self, View view, String id) {
    if (views.containsKey(self) && !gone.contains(id) && !view.seen.contains(id)) {
      view.seen.add(id);
      view.listener.nodeAdded(id);
    }
  }

  /** Is gone; the others hear of it one by one. */
  void left(String id) {
    gone.add(id);
    views.remove(id);
    views.forEach(
        (_, view) ->
            news(
                view,
                () -> {
                  view.seen.remove(id);
                  view.listener.nodeLeft(id);
                }));
  }

  private void news(View view, Runnable what) {
    world.after(
        world.between(NEWS_LEAST, NEWS_MOST), () -> view.context.runOnContext(_ -> what.run()));
  }
}
