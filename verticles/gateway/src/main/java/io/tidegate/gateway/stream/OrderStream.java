package io.tidegate.gateway.stream;

import io.tidegate.contracts.EventType;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.tidegate.contracts.order.OrderEvents.OrderCancelled;
import io.tidegate.contracts.order.OrderEvents.OrderDelivered;
import io.tidegate.contracts.order.OrderEvents.OrderRejected;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.caller.Authenticator;
import io.tidegate.gateway.caller.Verified;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.gateway.stream.OrderStreams.Settings;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.guard.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream (server-sent events, WHATWG HTML section 9.2): the order's history above a
 * version, and whatever comes. It subscribes first and reads then, reads again when woken and every
 * so often, one read at a time, and none while the client lags. It ends when the client leaves,
 * after the order's last event, or when the caller's token is no longer good. One event loop.
 */
final class OrderStream {

  private static final Logger LOG = LoggerFactory.getLogger(OrderStream.class);
  private static final int PAGE = 100;

  /** After one of these nothing happens to an order any more. */
  private static final Set<String> LAST_EVENTS =
      Stream.of(OrderDelivered.class, OrderRejected.class, OrderCancelled.class)
          .map(type -> EventTypes.simpleName(type.getAnnotation(EventType.class).value()))
          .collect(Collectors.toUnmodifiableSet());

  private final Call call;
  private final OrderId orderId;
  private final Authenticator authenticator;
  private final Settings settings;
  private final HttpServerResponse response;
  private final Vertx vertx;
  private final Context context;
  private final Promise<Void> ended = Promise.promise();
  private final Runnable unfollow;

  private int version;
  private boolean reading;
  private boolean readAgain;
  private boolean lastEventSent;
  private long sentNanos = System.nanoTime();
  private long timer = -1;

  OrderStream(
      Call call,
      OrderId orderId,
      int afterVersion,
      OrderWakeups wakeups,
      Authenticator authenticator,
      Settings settings) {
    this.call = call;
    this.orderId = orderId;
    this.version = afterVersion;
    this.authenticator = authenticator;
    this.settings = settings;
    this.response = call.context().response();
    this.vertx = call.context().vertx();
    this.context = vertx.getOrCreateContext();
    this.unfollow = wakeups.follow(orderId, () -> context.runOnContext(_ -> wake()));
    call.context().addEndHandler(_ -> end());
  }

  /** Completes when the stream is over, for whatever reason. */
  Future<Void> ended() {
    return ended.future();
  }

  /**
   * Answers with the history so far, and goes on; fails, unanswered, where it cannot be read.
   *
   * @param orderHasEnded whether nothing more will come: who has seen everything then is told by a
   *     204 not to come back
   */
  Future<Void> begin(boolean orderHasEnded) {
    reading = true;
    return read().compose(page -> answer(page, orderHasEnded));
  }

  private Future<Void> answer(OrderEventPage page, boolean orderHasEnded) {
    if (ended.future().isComplete()) {
      return Future.failedFuture(
          new ProblemException(Problem.of(Slug.UNAVAILABLE).notExecuted().retryLater()));
    }
    if (orderHasEnded && page.items().isEmpty()) {
      return call.answer(204);
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no");
    // Sends the head even where there is nothing to say yet.
    write(":\n\n");
    timer = vertx.setPeriodic(settings.reread().toMillis(), _ -> tick());
    written(page);
    return Future.succeededFuture();
  }

  private void tick() {
    authenticator
        .stillGood(Verified.of(call.context()))
        .onSuccess(_ -> wake())
        .onFailure(_ -> close());
    if (System.nanoTime() - sentNanos >= settings.heartbeat().toNanos()
        && !response.writeQueueFull()) {
      write(":\n\n");
    }
  }

  private void wake() {
    if (reading) {
      readAgain = true;
    } else if (isOpen() && !response.writeQueueFull()) {
      reading = true;
      read()
          .onSuccess(this::written)
          .onFailure(cause -> LOG.debug("order {} could not be read", orderId, cause))
          .onFailure(_ -> reading = false);
    }
  }

  private Future<OrderEventPage> read() {
    return call.ask(
            OrderApi.ROLE,
            new ListOrderEvents(orderId, version, PAGE),
            OrderEventPage.class,
            Deadline.in(settings.readWithin()))
        .map(answer -> answer.reply());
  }

  private void written(OrderEventPage page) {
    reading = false;
    if (isOpen()) {
      page.items().forEach(this::write);
    }
    if (lastEventSent) {
      close();
    } else if (readAgain || page.next() != null) {
      readAgain = false;
      wake();
    }
  }

  private void write(OrderEventView event) {
    // The text may have line breaks, which would end the field.
    var data = new JsonObject(event.data()).encode();
    write("id: %d\nevent: %s\ndata: %s\n\n".formatted(event.version(), event.type(), data));
    version = event.version();
    lastEventSent |= LAST_EVENTS.contains(event.type());
  }

  private void write(String text) {
    sentNanos = System.nanoTime();
    response
        .write(text)
        .onFailure(cause -> LOG.debug("a stream of order {} broke off", orderId, cause));
  }

  private boolean isOpen() {
    return timer != -1 && !response.ended() && !response.closed();
  }

  /** Ends it from any thread. */
  void endSoon() {
    context.runOnContext(_ -> close());
  }

  private void close() {
    if (isOpen()) {
      response.end();
    }
    end();
  }

  /** Leaves nothing behind; the answer is ended or was somebody else's to give. */
  void end() {
    if (timer != -1) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    unfollow.run();
    ended.tryComplete();
  }
}
