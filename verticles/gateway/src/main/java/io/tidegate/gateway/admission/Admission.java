package io.tidegate.gateway.admission;

import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The first handler of every request: gives it an id, a place in a trace and a deadline, and its
 * answer the headers that every answer has. Any event loop.
 */
public final class Admission implements Handler<RoutingContext> {

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private static final CharSequence REQUEST_TIMEOUT =
      HttpHeaders.createOptimized("X-Request-Timeout");
  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern MILLISECONDS = Pattern.compile("[1-9][0-9]{0,8}");

  /** A route that answers with something that may be kept, shown or framed says so itself. */
  private static final List<Header> HEADERS =
      List.of(
          new Header("Cache-Control", "no-store"),
          new Header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          new Header("Referrer-Policy", "no-referrer"),
          new Header("X-Content-Type-Options", "nosniff"));

  /** One that every answer has, in the form that is cheapest to send. */
  private record Header(CharSequence name, CharSequence value) {
    Header(String name, String value) {
      this(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
    }
  }

  private final UuidV7 ids;
  private final Duration timeout;
  private final RequestMeters meters;
  private final Connections connections;

  public Admission(UuidV7 ids, Duration timeout, RequestMeters meters, Connections connections) {
    this.ids = ids;
    this.timeout = timeout;
    this.meters = meters;
    this.connections = connections;
  }

  @Override
  public void handle(RoutingContext context) {
    admit(context);
    var coding = context.request().getHeader(HttpHeaders.TRANSFER_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("chunked")) {
      // Where its body ends is anybody's guess (RFC 9112 §6.1): what follows must not be read.
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(_ -> context.request().connection().close());
      var problem = Problem.of(Slug.VALIDATION_FAILED, "the only transfer coding here is chunked");
      context.fail(problem.status(), new ProblemException(problem));
      return;
    }
    var wished = context.request().getHeader(REQUEST_TIMEOUT);
    if (wished == null || MILLISECONDS.matcher(wished).matches()) {
      context.next();
    } else {
      var problem = Problem.invalid("/" + REQUEST_TIMEOUT, "this must be milliseconds, 1 or more");
      context.fail(problem.status(), new ProblemException(problem));
    }
  }

  /** What was settled about a request; some are so wrong that they fail before they come here. */
  public Admitted admitted(RoutingContext context) {
    var known = Admitted.of(context);
    return known == null ? admit(context) : known;
  }

  /** Answers what is no HTTP, or has a head larger than we read: there is no route for that. */
  public void refuse(HttpServerRequest request) {
    var trace = TraceParent.under(null);
    var requestId = ids.next().toString();
    var problem = Problem.of(Slug.VALIDATION_FAILED, "this is not HTTP, or its head is too large");
    var response = request.response().setStatusCode(problem.status());
    HEADERS.forEach(header -> response.putHeader(header.name(), header.value()));
    response
        .putHeader(REQUEST_ID, requestId)
        .putHeader(TRACEPARENT, trace.text())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.toJson(requestId, trace.traceId()).toBuffer())
        .onComplete(_ -> request.connection().close());
  }

  private Admitted admit(RoutingContext context) {
    var admitted = greet(context.request());
    meters.measure(context);
    connections.requested(context);
    admitted.keepIn(context);
    return admitted;
  }

  /** One that goes no further than the door. */
  Admitted turnAway(HttpServerRequest request) {
    connections.requested(request);
    return greet(request);
  }

  /** Such a one is answered, after so long. */
  void turnedAway(HttpServerRequest request, long nanos) {
    meters.answered(request.response().getStatusCode(), nanos);
  }

  private Admitted greet(HttpServerRequest request) {
    var response = request.response();
    var trace = TraceParent.under(request.getHeader(TRACEPARENT));
    var requestId = requestId(request.getHeader(REQUEST_ID));
    HEADERS.forEach(header -> response.putHeader(header.name(), header.value()));
    var traceparent = trace.text();
    response.putHeader(REQUEST_ID, requestId).putHeader(TRACEPARENT, traceparent);
    if (connections.areLeaving()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return new Admitted(
        requestId, trace.traceId(), traceparent, deadline(request.getHeader(REQUEST_TIMEOUT)));
  }

  private Deadline deadline(String wished) {
    var deadline = Deadline.in(timeout);
    return wished == null || !MILLISECONDS.matcher(wished).matches()
        ? deadline
        : deadline.atMost(Duration.ofMillis(Long.parseLong(wished)));
  }

  /** The client's is a help to find things in logs, and must not be able to forge them. */
  private String requestId(String sent) {
    return sent != null && SANE_ID.matcher(sent).matches() ? sent : ids.next().toString();
  }
}
