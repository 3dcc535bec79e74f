package io.tidegate.platform.bus;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.InternalTokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a role something, and gets its answer within the deadline.
 *
 * <p>The request goes to the owner of its routing key. A node that does not handle it (none there,
 * draining, or leaving the cluster before it has answered) hands over to the next in the ranking
 * with the same request, which its id makes harmless. Silence ends in {@link Fault#TIMEOUT}: the
 * request may have had its effect. Every failure is a {@link FaultException}. Each role has a
 * breaker on each node. Any thread; the answer comes on the caller's context.
 */
public final class Bus {

  private final Vertx vertx;
  private final Directory directory;
  private final InternalTokens tokens;
  private final Breakers breakers;
  private final Map<String, Breaker> breakerByRole = new ConcurrentHashMap<>();
  private final Map<String, Set<Promise<Answer>>> waitingByNode = new ConcurrentHashMap<>();

  public Bus(Vertx vertx, Directory directory, InternalTokens tokens, Breakers breakers) {
    this.vertx = vertx;
    this.directory = directory;
    this.tokens = tokens;
    this.breakers = breakers;
    RecordCodec.register(vertx);
    directory.onLeave(this::left);
  }

  /** Asks in the name of a caller. */
  public Future<Answer> ask(
      String role, Request request, Caller caller, Deadline deadline, String traceparent) {
    var breaker = breakerByRole.computeIfAbsent(role, this::breaker);
    return breaker.guard(
        () -> {
          var token = tokens.mint(caller);
          var ranking = directory.ranking(role, request.routingKey()).iterator();
          return askNext(role, ranking, request, token, deadline, traceparent);
        });
  }

  /** Tells every node at once; best effort, for hints that a poll makes good. */
  public void tell(String address, io.tidegate.contracts.WireMessage hint) {
    vertx.eventBus().publish(address, hint);
  }

  /** Hears what is told at an address. */
  public <T extends io.tidegate.contracts.WireMessage> Future<Void> hear(
      String address, Class<T> type, io.vertx.core.Handler<T> handler) {
    return vertx
        .eventBus()
        .consumer(address, message -> handler.handle(type.cast(message.body())))
        .completion();
  }

  private Breaker breaker(String role) {
    return breakers.of(
        "bus-" + role, cause -> !(cause instanceof FaultException f) || f.fault().counts());
  }

  private Future<Answer> askNext(
      String role,
      Iterator<String> ranking,
      Request request,
      String token,
      Deadline deadline,
      String traceparent) {
    if (!ranking.hasNext()) {
      return Future.failedFuture(
          new FaultException(Fault.UNREACHABLE, "no node carries " + role + " right now"));
    }
    var millisLeft = deadline.millisLeft();
    if (millisLeft <= 0) {
      return Future.failedFuture(
          new FaultException(Fault.EXPIRED, "no time was left to ask " + role));
    }
    return send(role, ranking.next(), request, token, millisLeft, traceparent)
        .recover(
            cause ->
                cause instanceof FaultException fault && isNextOnes(fault)
                    ? askNext(role, ranking, request, token, deadline, traceparent)
                    : Future.failedFuture(cause));
  }

  private static boolean isNextOnes(FaultException fault) {
    return fault.fault() == Fault.DRAINING
        || fault.fault() == Fault.UNREACHABLE
        || fault.getCause() instanceof ReplyException;
  }

  private Future<Answer> send(
      String role,
      String node,
      Request request,
      String token,
      long millisLeft,
      String traceparent) {
    var address = Headers.address(role, node);
    var options =
        new DeliveryOptions()
            .setSendTimeout(millisLeft)
            .addHeader(Headers.DEADLINE, Long.toString(millisLeft))
            .addHeader(Headers.TOKEN, token);
    if (traceparent != null) {
      options.addHeader(Headers.TRACE, traceparent);
    }
    // The event bus says nothing when a node goes that it waits for, so the directory must.
    var answer = Promise.<Answer>promise();
    var waiting = waitingByNode.computeIfAbsent(node, _ -> ConcurrentHashMap.newKeySet());
    waiting.add(answer);
    vertx
        .eventBus()
        .<Reply>request(address, request, options)
        .onComplete(_ -> waiting.remove(answer))
        .onSuccess(message -> answer.tryComplete(answer(message)))
        .onFailure(cause -> answer.tryFail(fault(address, cause)));
    return answer.future();
  }

  private void left(String node) {
    var waiting = waitingByNode.remove(node);
    if (waiting != null) {
      var cause = new ReplyException(ReplyFailure.ERROR, node + " has left the cluster");
      waiting.forEach(answer -> answer.tryFail(fault(node, cause)));
    }
  }

  private static Answer answer(Message<Reply> message) {
    return new Answer(message.body(), message.headers().contains(Headers.REPLAYED));
  }

  private static FaultException fault(String address, Throwable cause) {
    if (!(cause instanceof ReplyException reply)) {
      return new FaultException(Fault.DEPENDENCY, address + " could not be asked", cause);
    }
    return switch (reply.failureType()) {
      case NO_HANDLERS -> new FaultException(Fault.UNREACHABLE, "nobody listens at " + address);
      case TIMEOUT -> new FaultException(Fault.TIMEOUT, address + " did not answer in time");
      case RECIPIENT_FAILURE ->
          new FaultException(Fault.of(reply.failureCode()), reply.getMessage());
      case ERROR -> new FaultException(Fault.DEPENDENCY, address + " could not be asked", reply);
    };
  }
}
