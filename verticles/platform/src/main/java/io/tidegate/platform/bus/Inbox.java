package io.tidegate.platform.bus;

import io.tidegate.contracts.Request;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.guard.TokenException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one address of a role on a node, and the only way to register a handler of requests.
 *
 * <p>It checks each request (internal token, deadline, room) before anything is done, and hands it
 * to one of the node's slots: by routing key, or in turn where there is none. The cluster-wide
 * registration lasts as long as the node, whatever slots come and go. It is bounded: beyond {@code
 * inFlightMax} a request is refused at once as {@link Fault#BUSY}.
 *
 * <p>An exception that a handler lets escape is answered as a fault, never left to a time-out.
 */
public final class Inbox {

  private final Vertx vertx;
  private final String address;
  private final Class<? extends Request> type;
  private final InternalTokens tokens;
  private final int inFlightMax;
  private final List<Slot> slots = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong turn = new AtomicLong();
  private final Promise<Void> empty = Promise.promise();

  private Class<? extends Request> kindBeside;
  private Slot beside;
  private MessageConsumer<Request> consumer;
  private volatile boolean draining;

  /** An inbox that is not open yet; {@code type} is the domain's sealed request interface. */
  public Inbox(
      Vertx vertx,
      String role,
      Directory directory,
      Class<? extends Request> type,
      InternalTokens tokens,
      int inFlightMax) {
    this.vertx = vertx;
    this.address = Headers.address(role, directory.self());
    this.type = type;
    this.tokens = tokens;
    this.inFlightMax = inFlightMax;
  }

  private record Slot(Context context, Service service) {}

  /** Adds the calling verticle as a slot: its service runs on its context. */
  public Runnable attach(Context context, Service service) {
    var slot = new Slot(context, service);
    slots.add(slot);
    return () -> slots.remove(slot);
  }

  /**
   * Has requests of another kind answered too, by this service on this context, whichever slots
   * there are. Before it is opened, once.
   */
  public void answerBeside(Class<? extends Request> kind, Context context, Service service) {
    kindBeside = kind;
    beside = new Slot(context, service);
  }

  /** Starts to take requests; completes when the whole cluster knows the address. */
  public Future<Void> open() {
    consumer = vertx.eventBus().consumer(address, this::receive);
    return consumer.completion();
  }

  /** How many requests are being worked on. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Takes nothing new, tells senders to ask another node, and completes when what it held is
   * answered, or when the time is up.
   *
   * <p>It completes on the caller's context and never on the slot that gave the last answer: what
   * follows stops that slot, and a virtual thread that closes its own Vert.x waits ten seconds for
   * itself.
   */
  public Future<Void> drain(Duration atMost) {
    var context = vertx.getOrCreateContext();
    Promise<Void> left = Promise.promise();
    empty.future().onComplete(_ -> context.runOnContext(_ -> left.complete()));
    draining = true;
    if (inFlight.get() == 0) {
      empty.tryComplete();
    }
    var timer = vertx.setTimer(Math.max(1, atMost.toMillis()), _ -> empty.tryComplete());
    return left.future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .compose(_ -> consumer == null ? Future.succeededFuture() : consumer.unregister());
  }

  private void receive(Message<Request> message) {
    // Counted before it looks whether the inbox is draining, as drain() looks the other way round:
    // one of the two sees the other.
    var number = inFlight.incrementAndGet();
    if (draining || slots.isEmpty()) {
      refuse(message, Fault.DRAINING, address + " is leaving");
    } else if (!type.isInstance(message.body()) && !isBeside(message.body())) {
      refuse(message, Fault.BUG, address + " does not answer " + named(message.body()));
    } else if (number > inFlightMax) {
      refuse(message, Fault.BUSY, address + " has its hands full");
    } else {
      check(message);
    }
  }

  private void check(Message<Request> message) {
    var deadline = deadline(message);
    var token = message.headers().get(Headers.TOKEN);
    tokens
        .verify(token == null ? "" : token)
        .onSuccess(
            caller ->
                hand(
                    message,
                    new Inquiry<>(
                        message.body(), caller, deadline, message.headers().get(Headers.TRACE))))
        .onFailure(
            cause ->
                refuse(
                    message,
                    cause instanceof TokenException ? Fault.UNAUTHENTICATED : Fault.BUG,
                    "the internal token is not to be trusted"));
  }

  private static String named(Object body) {
    return body == null ? "nothing" : body.getClass().getSimpleName();
  }

  /** Over where the sender does not say, or says no number. */
  private static Deadline deadline(Message<Request> message) {
    var millis = message.headers().get(Headers.DEADLINE);
    try {
      return Deadline.in(Duration.ofMillis(millis == null ? 0 : Long.parseLong(millis)));
    } catch (NumberFormatException _) {
      return Deadline.in(Duration.ZERO);
    }
  }

  private void hand(Message<Request> message, Inquiry<Request> inquiry) {
    var slot = isBeside(inquiry.request()) ? beside : slot(inquiry.request().routingKey());
    if (slot == null) {
      refuse(message, Fault.DRAINING, address + " is leaving");
      return;
    }
    // On a virtual thread a consumer gets its next message only when its handler returns, so a
    // task of its own lets the service wait without keeping the others.
    slot.context.runOnContext(_ -> answer(message, slot.service, inquiry));
  }

  private boolean isBeside(Object body) {
    return kindBeside != null && kindBeside.isInstance(body);
  }

  private Slot slot(String key) {
    var now = slots.toArray(Slot[]::new);
    if (now.length == 0) {
      return null;
    }
    var index = key.isEmpty() ? turn.getAndIncrement() : spread(key.hashCode());
    return now[(int) Math.floorMod(index, (long) now.length)];
  }

  private static long spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void answer(Message<Request> message, Service service, Inquiry<Request> inquiry) {
    if (inquiry.deadline().hasPassed()) {
      refuse(message, Fault.EXPIRED, "the deadline passed before anything was done");
      return;
    }
    Future<Answer> answer;
    try {
      answer = service.answer(inquiry);
    } catch (Exception failure) {
      // A service that waits throws whatever it waited for failed with, undeclared checked ones
      // (a refused connection) included.
      answer = Future.failedFuture(failure);
    }
    answer
        .<Void>map(
            given -> {
              Replies.reply(message, given);
              return null;
            })
        .onFailure(cause -> Replies.fail(message, inquiry, cause))
        .onComplete(_ -> done());
  }

  private void done() {
    if (inFlight.decrementAndGet() == 0 && draining) {
      empty.tryComplete();
    }
  }

  private void refuse(Message<Request> message, Fault fault, String why) {
    message.fail(fault.code(), why);
    done();
  }
}
