package io.tidegate.gateway.admission;

import io.tidegate.platform.guard.Deadline;
import io.vertx.ext.web.RoutingContext;

/**
 * What was settled about a request when it came in.
 *
 * @param requestId the client's, or drawn: it is on the answer and in every problem
 * @param traceId the trace that it belongs to
 * @param traceparent what goes on with it to the domains
 */
public record Admitted(String requestId, String traceId, String traceparent, Deadline deadline) {

  private static final String KEY = Admitted.class.getName();

  /** That of a request. */
  public static Admitted of(RoutingContext context) {
    return context.get(KEY);
  }

  void keepIn(RoutingContext context) {
    context.put(KEY, this);
  }
}
