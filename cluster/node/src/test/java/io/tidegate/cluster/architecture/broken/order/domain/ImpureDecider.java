package io.tidegate.cluster.architecture.broken.order.domain;

import io.vertx.core.Future;
import java.time.Instant;

/** Does I/O and looks at the clock. */
public final class ImpureDecider {

  Future<Instant> decide() {
    return Future.succeededFuture(Instant.now());
  }
}
