package io.tidegate.platform.run;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether a node lives and whether it is ready for work. Live asks nobody else, so that no outage
 * elsewhere has nodes restarted; ready asks every check, a second at most, and is down until all
 * that the node carries is deployed and again from when it begins to leave. Any thread.
 */
public final class Health {

  private static final long CHECK_SECONDS_MAX = 1;

  private final Map<String, Supplier<Future<Void>>> checks = new ConcurrentSkipListMap<>();
  private volatile boolean serving;

  /** Adds a check of readiness: it is up while its future succeeds in time. */
  public void add(String name, Supplier<Future<Void>> check) {
    checks.put(name, check);
  }

  /** Everything is deployed: from now on the node is ready while every check is up. */
  public void serve() {
    serving = true;
  }

  /** From now on the node is not ready. */
  public void drain() {
    serving = false;
  }

  /** Up as long as anybody can answer at all. */
  public Report live() {
    return new Report(true, new JsonArray());
  }

  /** Up when the node serves and every check is up. */
  public Future<Report> ready() {
    var names = new ArrayList<String>();
    var results = new ArrayList<Future<Boolean>>();
    checks.forEach(
        (name, check) -> {
          names.add(name);
          results.add(isUp(check));
        });
    return Future.join(results)
        .map(
            all -> {
              var items = new JsonArray();
              var up = serving;
              items.add(item("serving", up));
              for (var i = 0; i < names.size(); i++) {
                boolean isUp = all.resultAt(i);
                items.add(item(names.get(i), isUp));
                up &= isUp;
              }
              return new Report(up, items);
            });
  }

  private static Future<Boolean> isUp(Supplier<Future<Void>> check) {
    // Within, so that a check that throws is one that failed.
    return Future.<Void>succeededFuture()
        .compose(_ -> check.get())
        .timeout(CHECK_SECONDS_MAX, TimeUnit.SECONDS)
        .map(true)
        .otherwise(false);
  }

  private static JsonObject item(String name, boolean up) {
    return new JsonObject().put("name", name).put("status", up ? "UP" : "DOWN");
  }

  /** What a health call answers: 200 where it is up, else 503. */
  public record Report(boolean up, JsonArray checks) {

    public int statusCode() {
      return up ? 200 : 503;
    }

    public JsonObject toJson() {
      return new JsonObject().put("status", up ? "UP" : "DOWN").put("checks", checks);
    }
  }
}
