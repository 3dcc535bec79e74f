package io.tidegate.gateway.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.gateway.call.Answered;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.caller.Authenticator;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The live streams of a node: at most so many. One for a node; any thread. */
public final class OrderStreams {

  private final OrderWakeups wakeups;
  private final Authenticator authenticator;
  private final Settings settings;
  private final AtomicInteger taken = new AtomicInteger();
  private final Set<OrderStream> open = ConcurrentHashMap.newKeySet();

  /**
   * What streams may take.
   *
   * @param most at once on a node
   * @param reread how often an order's history is read where nothing wakes the stream
   * @param heartbeat how often a silent stream says that it lives
   * @param readWithin how long one read may take
   */
  public record Settings(int most, Duration reread, Duration heartbeat, Duration readWithin) {}

  public OrderStreams(
      OrderWakeups wakeups, Authenticator authenticator, Settings settings, MeterRegistry meters) {
    this.wakeups = wakeups;
    this.authenticator = authenticator;
    this.settings = settings;
    Gauge.builder("tidegate.gateway.streams", taken, AtomicInteger::get)
        .description("Open live streams of orders")
        .register(meters);
  }

  /** Opens a stream after a version; completes when it is open, or answered otherwise. */
  public Future<Void> open(Call call, OrderId orderId, int afterVersion) {
    if (taken.incrementAndGet() > settings.most()) {
      taken.decrementAndGet();
      return Future.failedFuture(
          new ProblemException(
              Problem.of(Slug.OVERLOADED, "too many streams are open on this node")
                  .notExecuted()
                  .retryLater()));
    }
    var stream = new OrderStream(call, orderId, afterVersion, wakeups, authenticator, settings);
    open.add(stream);
    stream.ended().onComplete(_ -> left(stream));
    return call.ask(OrderApi.ROLE, new GetOrder(orderId), OrderView.class)
        .compose(order -> stream.begin(hasEnded(order)))
        .onFailure(_ -> stream.end());
  }

  /** Ends them all; clients come back elsewhere and go on where they were. */
  public void endAll() {
    List.copyOf(open).forEach(OrderStream::endSoon);
  }

  private void left(OrderStream stream) {
    if (open.remove(stream)) {
      taken.decrementAndGet();
    }
  }

  private static boolean hasEnded(Answered<OrderView> order) {
    return switch (order.reply().status()) {
      case DELIVERED, REJECTED, CANCELLED -> true;
      case PENDING, CONFIRMED, DISPATCHED -> false;
    };
  }
}
