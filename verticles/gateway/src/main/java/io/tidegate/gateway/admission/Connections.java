package io.tidegate.gateway.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections of a node: at most so many, and none that keeps us waiting for a request's
 * head or body, or for an answer to be taken, for longer than it may, byte by byte or not at all.
 * An idle time-out alone would not do, as it begins anew with each byte. Any thread.
 */
public final class Connections {

  private static final long LOOK_MILLIS = 1_000;

  private final int most;
  private final long headNanos;
  private final long bodyNanos;
  private final Map<HttpConnection, Waiting> open = new ConcurrentHashMap<>();
  private volatile boolean leaving;

  /**
   * Limits on all connections together and on each.
   *
   * @param forHead how long one may stay without a request, or with an answer that is not taken
   * @param forBody how long a request's body may take
   */
  public Connections(int most, Duration forHead, Duration forBody, MeterRegistry meters) {
    this.most = most;
    this.headNanos = forHead.toNanos();
    this.bodyNanos = forBody.toNanos();
    Gauge.builder("tidegate.http.connections", open, Map::size)
        .description("Open connections of HTTP clients")
        .register(meters);
  }

  /** Since when, and for what: the first request, where it is null, or the end of this one. */
  private record Waiting(long sinceNanos, HttpServerRequest request) {}

  /** Looks at them from time to time; returns what ends that. */
  public Runnable watch(Vertx vertx) {
    var timer = vertx.setPeriodic(LOOK_MILLIS, _ -> closeLate(System.nanoTime()));
    return () -> vertx.cancelTimer(timer);
  }

  /** A client has connected. */
  public void opened(HttpConnection connection) {
    open.put(connection, new Waiting(System.nanoTime(), null));
    connection.closeHandler(_ -> open.remove(connection));
    if (open.size() > most) {
      connection.close();
    }
  }

  /** A request has come, at least its head. */
  void requested(RoutingContext context) {
    var request = context.request();
    requested(request);
    context.addEndHandler(_ -> become(request.connection(), request));
  }

  /** The same of one that is answered on the spot. */
  void requested(HttpServerRequest request) {
    become(request.connection(), request);
  }

  /** From now on clients are asked to take their next request elsewhere. */
  public void leave() {
    leaving = true;
  }

  boolean areLeaving() {
    return leaving;
  }

  private void become(HttpConnection connection, HttpServerRequest request) {
    // A closed one must not come back.
    open.computeIfPresent(connection, (_, _) -> new Waiting(System.nanoTime(), request));
  }

  private void closeLate(long now) {
    open.forEach(
        (connection, waiting) -> {
          if (isLate(waiting, now)) {
            end(connection);
          }
        });
  }

  /** Now: closing it would first wait for the client to take what was written to it before. */
  private static void end(HttpConnection connection) {
    var _ = ((ConnectionBase) connection).channelHandlerContext().close();
  }

  private boolean isLate(Waiting waiting, long now) {
    var nanos = now - waiting.sinceNanos();
    if (waiting.request() == null) {
      return nanos > headNanos;
    }
    if (!waiting.request().isEnded()) {
      return nanos > bodyNanos;
    }
    return waiting.request().response().ended() && nanos > headNanos;
  }
}
