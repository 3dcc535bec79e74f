package io.tidegate.gateway.route;

import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.contracts.ops.OpsApi.Breaker;
import io.tidegate.contracts.ops.OpsApi.BreakerList;
import io.tidegate.contracts.ops.OpsApi.ListBreakers;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The circuit breakers of every node of the cluster, each asked for its own; one that does not say
 * is named. Event loop.
 */
public final class BreakerRoutes {

  /** Between a node's id and a breaker's name in a cursor; in neither of them. */
  private static final char BETWEEN = '~';

  private final Directory directory;

  public BreakerRoutes(Directory directory) {
    this.directory = directory;
  }

  /** Adds it. */
  public void mount(Operations operations) {
    operations.on("listBreakers", this::listBreakers);
  }

  private Future<Void> listBreakers(Call call) {
    var cursor = call.query("cursor", BreakerRoutes::cursor);
    var nodes = directory.nodes().keySet().stream().sorted().toList();
    var asked = nodes.stream().map(node -> ask(call, node)).toList();
    return Future.all(asked)
        .compose(
            all -> {
              var found = new TreeMap<String, JsonObject>();
              var unanswered = new ArrayList<String>();
              for (var i = 0; i < nodes.size(); i++) {
                List<Breaker> breakers = all.resultAt(i);
                if (breakers == null) {
                  unanswered.add(nodes.get(i));
                } else {
                  add(found, nodes.get(i), breakers);
                }
              }
              var left = cursor == null ? found : new TreeMap<>(found.tailMap(cursor, false));
              return call.answer(200, page(left, unanswered, call.limit()));
            });
  }

  /** Its breakers; null where it does not answer, which others must not suffer from. */
  private static Future<List<Breaker>> ask(Call call, String node) {
    return call.askNode(node, OpsApi.ROLE, new ListBreakers(), BreakerList.class)
        .map(answer -> answer.reply().items())
        .recover(
            cause ->
                cause instanceof FaultException
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }

  private static void add(
      NavigableMap<String, JsonObject> found, String node, List<Breaker> breakers) {
    for (var breaker : breakers) {
      found.put(
          node + BETWEEN + breaker.name(),
          new JsonObject()
              .put("name", breaker.name())
              .put("nodeId", node)
              .put("state", breaker.state().name())
              .put("failures", breaker.failures())
              .put("since", breaker.since().toString()));
    }
  }

  private static JsonObject page(
      NavigableMap<String, JsonObject> left, List<String> unanswered, int limit) {
    var keys = left.keySet().stream().limit(limit).toList();
    return new JsonObject()
        .put("items", new JsonArray(keys.stream().map(left::get).toList()))
        .put("next", left.size() > limit ? keys.getLast() : null)
        .put("unanswered", new JsonArray(unanswered));
  }

  private static String cursor(String text) {
    if (text.indexOf(BETWEEN) < 0) {
      throw new IllegalArgumentException("this is no cursor of ours");
    }
    return text;
  }
}
