package io.tidegate.gateway.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many requests of each operation there were, how they ended and how long they took. The labels
 * are the contract's operation ids and statuses, so there is only so many of them. Any thread.
 */
public final class RequestMeters {

  private static final String OPERATION = RequestMeters.class.getName();
  private static final String OTHER = "other";

  /** As many servers count who has not waited for his answer; nobody is ever sent it. */
  private static final int CLIENT_GONE = 499;

  private final MeterRegistry meters;
  private final Map<Label, Timer> timers = new ConcurrentHashMap<>();

  public RequestMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  private record Label(String operation, int status) {}

  /** Says which operation of the contract a request is. */
  public static void name(RoutingContext context, String operationId) {
    context.put(OPERATION, operationId);
  }

  void measure(RoutingContext context) {
    var begin = System.nanoTime();
    context.addEndHandler(
        ended -> {
          var status = ended.succeeded() ? context.response().getStatusCode() : CLIENT_GONE;
          record(new Label(context.get(OPERATION, OTHER), status), System.nanoTime() - begin);
        });
  }

  /** One was answered before anybody looked which operation it was. */
  void answered(int status, long nanos) {
    record(new Label(OTHER, status), nanos);
  }

  private void record(Label label, long nanos) {
    timers.computeIfAbsent(label, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Label label) {
    return Timer.builder("tidegate.http.requests")
        .description("Requests over HTTP, by operation of the contract and status")
        .tag("operation", label.operation())
        .tag("status", Integer.toString(label.status()))
        .register(meters);
  }
}
