package io.tidegate.platform.http;

import io.tidegate.platform.run.Health;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The two health calls, which answer on every port of a node. Event loop. */
public final class HealthRoutes {

  private HealthRoutes() {}

  /** Adds them. */
  public static void mount(Router router, Health health) {
    router.get("/health/live").handler(request -> answer(request, health.live()));
    router
        .get("/health/ready")
        .handler(
            request ->
                health
                    .ready()
                    .onSuccess(report -> answer(request, report))
                    .onFailure(request::fail));
  }

  private static void answer(RoutingContext request, Health.Report report) {
    request
        .response()
        .setStatusCode(report.statusCode())
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(report.toJson().toBuffer());
  }
}
