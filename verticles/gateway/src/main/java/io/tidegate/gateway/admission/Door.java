package io.tidegate.gateway.admission;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Stands before the router. While the node has its hands full, who comes is refused here, before
 * his body is read and anybody looks who he is: in a rush most of what comes is refused, and
 * whatever that costs is taken from the orders. It only looks: {@link LoadLimit} inside counts.
 */
public final class Door implements Handler<HttpServerRequest> {

  /** How a node is must be known above all when it has too much to do. */
  private static final String HEALTH = "/health/";

  private final Handler<HttpServerRequest> inside;
  private final Admission admission;
  private final LoadLimit load;

  public Door(Handler<HttpServerRequest> inside, Admission admission, LoadLimit load) {
    this.inside = inside;
    this.admission = admission;
    this.load = load;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (load.isFullFor(request) && isOrdinary(request)) {
      var begin = System.nanoTime();
      load.refuse(request.response(), admission.turnAway(request));
      admission.turnedAway(request, System.nanoTime() - begin);
    } else {
      inside.handle(request);
    }
  }

  /** Where it takes a closer look to tell what follows on the connection, that is taken inside. */
  private static boolean isOrdinary(HttpServerRequest request) {
    var path = request.path();
    var headers = request.headers();
    return path != null
        && !path.startsWith(HEALTH)
        && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
        && !headers.contains(HttpHeaders.EXPECT);
  }
}
