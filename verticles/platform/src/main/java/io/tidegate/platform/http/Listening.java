package io.tidegate.platform.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;

/** Makes a server listen. */
public final class Listening {

  private Listening() {}

  /** Listens there; a failure names the address, which the system's own does not. Event loop. */
  public static Future<HttpServer> at(String host, int port, HttpServer server) {
    return server
        .listen(port, host)
        .recover(
            cause ->
                Future.failedFuture(
                    new IllegalStateException(
                        "nothing can listen on %s:%d: %s; node.port and node.managementPort say where"
                            .formatted(host, port, cause.getMessage()),
                        cause)));
  }
}
