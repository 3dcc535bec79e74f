package io.tidegate.gateway.problem;

import io.tidegate.gateway.admission.Admitted;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * A problem that is answered thousands of times a second, when there is least time for it: all of
 * it that does not name the request is written down beforehand. Any event loop.
 */
public final class PreparedProblem {

  private static final String INSTANCE = "{instance}";
  private static final String TRACE_ID = "{traceId}";

  private final Problem problem;
  private final String beforeInstance;
  private final String beforeTraceId;
  private final String rest;

  public PreparedProblem(Problem problem) {
    this.problem = problem;
    var text = problem.toJson(INSTANCE, TRACE_ID).encode();
    var instance = text.indexOf(INSTANCE);
    var traceId = text.indexOf(TRACE_ID, instance);
    this.beforeInstance = text.substring(0, instance);
    this.beforeTraceId = text.substring(instance + INSTANCE.length(), traceId);
    this.rest = text.substring(traceId + TRACE_ID.length());
  }

  /** Answers a request with it, as {@link Problem#writeTo} does. */
  public Future<Void> writeTo(HttpServerResponse response, Admitted admitted) {
    response.setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    // Neither id has anything that JSON would have to escape: a client's is let through for that.
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(beforeInstance + admitted.requestId() + beforeTraceId + admitted.traceId() + rest);
  }
}
