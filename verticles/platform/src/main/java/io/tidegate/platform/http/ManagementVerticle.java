package io.tidegate.platform.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidegate.platform.run.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** The management port of a node: health, and metrics as Prometheus text. Event loop. */
public final class ManagementVerticle extends VerticleBase {

  private static final int IDLE_SECONDS_MAX = 60;

  private final String host;
  private final int port;
  private final Health health;
  private final PrometheusMeterRegistry meters;

  public ManagementVerticle(String host, int port, Health health, PrometheusMeterRegistry meters) {
    this.host = host;
    this.port = port;
    this.health = health;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    var router = Router.router(vertx);
    HealthRoutes.mount(router, health);
    router
        .get("/metrics")
        .handler(
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(meters.scrape()));
    var server =
        vertx
            .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS_MAX))
            .requestHandler(router);
    return Listening.at(host, port, server);
  }
}
