package io.tidegate.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.gateway.problem.PreparedProblem;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.AdaptiveLimit;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses what the node cannot answer in time, before a body is parsed and before anybody is asked.
 * Orders come first: everything else has a share of the limit only. How long passwords take to be
 * checked says nothing about the rest of the shop and is not learnt from; a live stream is under
 * way until its first byte. One for a node; any event loop.
 */
public final class LoadLimit implements Handler<RoutingContext> {

  private static final String ORDERS = "/api/orders";
  private static final String PASSWORDS = "/auth/";

  /** From here on an answer says that something behind us could not do its part in time. */
  private static final int FAILED = 503;

  private static final PreparedProblem OVERLOADED =
      new PreparedProblem(Problem.of(Slug.OVERLOADED).notExecuted().retryLater());

  private final AdaptiveLimit limit;
  private final Counter refused;

  public LoadLimit(AdaptiveLimit limit, MeterRegistry meters) {
    this.limit = limit;
    this.refused =
        Counter.builder("tidegate.http.overloaded")
            .description("Requests refused because the node had its hands full")
            .register(meters);
    Gauge.builder("tidegate.http.in.flight", limit, AdaptiveLimit::inFlight)
        .description("Requests under way on this node")
        .register(meters);
    Gauge.builder("tidegate.http.in.flight.limit", limit, AdaptiveLimit::limit)
        .description("How many may be, as it goes now")
        .register(meters);
  }

  @Override
  public void handle(RoutingContext context) {
    if (!limit.enter(comesFirst(context.request()))) {
      refuse(context.response(), Admitted.of(context));
      return;
    }
    var path = context.request().path();
    var stay = new Stay(context, path != null && path.startsWith(PASSWORDS));
    context.addHeadersEndHandler(stay);
    // For who has gone before there was an answer.
    context.addEndHandler(_ -> stay.handle(null));
    context.next();
  }

  /** Whether it would be refused if it came now. */
  boolean isFullFor(HttpServerRequest request) {
    return limit.isFull(comesFirst(request));
  }

  void refuse(HttpServerResponse response, Admitted admitted) {
    refused.increment();
    OVERLOADED.writeTo(response, admitted);
  }

  private static boolean comesFirst(HttpServerRequest request) {
    var path = request.path();
    return HttpMethod.POST.equals(request.method()) && path != null && path.startsWith(ORDERS);
  }

  /** A request on its way. It ends once, whatever ends it. */
  private final class Stay implements Handler<Void> {

    private final RoutingContext context;
    private final boolean isPassword;
    private final long begin = System.nanoTime();
    private boolean ended;

    Stay(RoutingContext context, boolean isPassword) {
      this.context = context;
      this.isPassword = isPassword;
    }

    @Override
    public void handle(Void nothing) {
      if (ended) {
        return;
      }
      ended = true;
      if (isPassword) {
        limit.leave();
      } else {
        limit.leave(System.nanoTime() - begin, context.response().getStatusCode() >= FAILED);
      }
    }
  }
}
