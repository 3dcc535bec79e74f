package io.tidegate.gateway;

import io.tidegate.gateway.admission.Admission;
import io.tidegate.gateway.admission.Connections;
import io.tidegate.platform.http.Listening;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One slot of the edge: an HTTP server on an event loop of its own. All slots of a node listen on
 * the same port, and share its connections. Wiring only.
 */
final class GatewayVerticle extends VerticleBase {

  private static final int HEADERS_BYTES_MAX = 8_192;
  private static final int LINE_BYTES_MAX = 4_096;
  private static final int BACKLOG = 1_024;

  private final GatewayModule module;
  private final GatewayConfig config;
  private final PublicRouter routes;
  private final Admission admission;
  private final Connections connections;

  private HttpServer server;

  GatewayVerticle(
      GatewayModule module,
      GatewayConfig config,
      PublicRouter routes,
      Admission admission,
      Connections connections) {
    this.module = module;
    this.config = config;
    this.routes = routes;
    this.admission = admission;
    this.connections = connections;
  }

  @Override
  public Future<?> start() {
    return routes.build(vertx).compose(this::listen);
  }

  @Override
  public Future<?> stop() {
    return close(config.drain());
  }

  /** Takes no more connections; completes when what is in flight is answered or time is up. */
  Future<Void> close(Duration atMost) {
    module.left(this);
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<Void> listen(Handler<HttpServerRequest> requests) {
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(connections::opened)
            .requestHandler(requests)
            .invalidRequestHandler(admission::refuse);
    return Listening.at(config.host(), config.port(), server)
        .onSuccess(_ -> module.joined(this))
        .mapEmpty();
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setAcceptBacklog(BACKLOG)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()))
        .setMaxInitialLineLength(LINE_BYTES_MAX)
        .setMaxHeaderSize(HEADERS_BYTES_MAX)
        .setHttp2ClearTextEnabled(false)
        // There are no web sockets here; their handler would look at every request.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setHandle100ContinueAutomatically(false);
  }
}
