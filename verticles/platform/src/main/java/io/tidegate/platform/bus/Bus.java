package io.tidegate.platform.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.platform.bus.Asking.Question;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.guard.MonotonicClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a role something, and gets its answer within the deadline.
 *
 * <p>The request goes to the owner of its routing key. A node that does not handle it (none there,
 * draining, or leaving the cluster before it has answered) hands over to the next in the ranking
 * with the same request, which its id makes harmless. One that is silent for too long is given up
 * on by half: the next one is asked too, or the same once more, as far as the retry budget goes,
 * and the first answer counts. Whoever is asked is told a little less time than the sender waits,
 * so that a refusal arrives for what was not done in time. A node that does not even say that it is
 * there is asked after all others until it does. Silence to the end is {@link Fault#TIMEOUT}: the
 * request may have had its effect. Every failure is a {@link FaultException}. Each role has a
 * breaker and a budget on each node. Any thread; the answer comes on the caller's context.
 */
public final class Bus {

  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /** Looking at all requests now and then is cheaper than a timer for each. */
  private static final long LOOK_MILLIS = 25;

  /** How long a node may take to say that it is there. */
  private static final long THERE_MILLIS = 500;

  private final Vertx vertx;
  private final Directory directory;
  private final InternalTokens tokens;
  private final Breakers breakers;
  private final MeterRegistry meters;
  private final BusConfig config;
  private final Map<String, Callee> calleeByRole = new ConcurrentHashMap<>();
  private final Map<String, Set<Attempt>> waitingByNode = new ConcurrentHashMap<>();
  private final Hearing hearing = new Hearing();
  private final AtomicLong attempts = new AtomicLong();

  public Bus(
      Vertx vertx,
      Directory directory,
      InternalTokens tokens,
      Breakers breakers,
      MeterRegistry meters,
      BusConfig config) {
    this.vertx = vertx;
    this.directory = directory;
    this.tokens = tokens;
    this.breakers = breakers;
    this.meters = meters;
    this.config = config;
    RecordCodec.register(vertx);
    Gauge.builder("tidegate.bus.nodes", directory, known -> known.nodes().size())
        .description("Nodes of the cluster that this one knows, itself among them")
        .register(meters);
    Gauge.builder("tidegate.bus.nodes.silent", hearing, Hearing::silentNodes)
        .description("Nodes that do not say that they are there, and are asked last")
        .register(meters);
    directory.onLeave(this::left);
    vertx.setPeriodic(LOOK_MILLIS, _ -> lookForSilence());
  }

  /** By its number, so that those that have been silent are looked at in one order. */
  private record Attempt(long number, long sentAt, Asking asking, Promise<Answer> answer) {

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** Asks in the name of a caller. */
  public Future<Answer> ask(
      String role, Request request, Caller caller, Deadline deadline, String traceparent) {
    var callee = calleeByRole.computeIfAbsent(role, this::callee);
    return callee
        .breaker()
        .guard(
            () -> {
              var ranking = hearing.silentLast(directory.ranking(role, request.routingKey()));
              var question = new Question(request, tokens.mint(caller), deadline, traceparent);
              return ask(callee, ranking, question);
            });
  }

  /**
   * Asks one node and no other, for what it alone can say. No breaker is between, as one node that
   * is gone must not silence the others.
   */
  public Future<Answer> askNode(
      String node,
      String role,
      Request request,
      Caller caller,
      Deadline deadline,
      String traceparent) {
    var callee = calleeByRole.computeIfAbsent(role, this::callee);
    var question = new Question(request, tokens.mint(caller), deadline, traceparent);
    return ask(callee, List.of(node), question);
  }

  private Future<Answer> ask(Callee callee, List<String> ranking, Question question) {
    callee.asks();
    return new Asking(this, callee, ranking, question).begin();
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

  private Callee callee(String role) {
    var breaker =
        breakers.of(
            "bus-" + role, cause -> !(cause instanceof FaultException f) || f.fault().counts());
    return new Callee(role, breaker, config, meters);
  }

  /** One attempt; fails with {@link FaultException} alone. */
  Future<Answer> send(Asking asking, String role, String node, long millisLeft) {
    var question = asking.question();
    var address = Headers.address(role, node);
    var options =
        new DeliveryOptions()
            .setSendTimeout(millisLeft)
            .addHeader(Headers.DEADLINE, Long.toString(millisToAnswer(millisLeft)))
            .addHeader(Headers.TOKEN, question.token());
    if (question.traceparent() != null) {
      options.addHeader(Headers.TRACE, question.traceparent());
    }
    // The event bus says nothing when a node goes that it waits for, so the directory must.
    var sentAt = MonotonicClock.nanoTime();
    var attempt = new Attempt(attempts.incrementAndGet(), sentAt, asking, Promise.promise());
    var waiting = waitingByNode.computeIfAbsent(node, _ -> ConcurrentHashMap.newKeySet());
    waiting.add(attempt);
    vertx
        .eventBus()
        .<Reply>request(address, question.request(), options)
        .onComplete(_ -> waiting.remove(attempt))
        .onComplete(answered -> hear(node, answered.cause()))
        .onSuccess(message -> attempt.answer().tryComplete(answer(message)))
        .onFailure(cause -> attempt.answer().tryFail(fault(address, cause)));
    return attempt.answer().future();
  }

  /** A refusal that comes when the sender has given up leaves it in doubt whether it was one. */
  private long millisToAnswer(long millisLeft) {
    return millisLeft - Math.min(config.answerMargin().toMillis(), millisLeft / 10);
  }

  boolean isHere(String node) {
    return node.equals(directory.self());
  }

  private void lookForSilence() {
    var now = MonotonicClock.nanoTime();
    waitingByNode.forEach(
        (node, waiting) -> {
          var owesSince = now;
          for (var attempt : waiting) {
            owesSince = attempt.sentAt() - owesSince < 0 ? attempt.sentAt() : owesSince;
            attempt.asking().look(now);
          }
          if (isElsewhere(node) && hearing.isToBeAsked(node, owesSince, now)) {
            askWhetherItIsThere(node);
          }
        });
  }

  /** Of the desk that every node has, which needs nothing but the node. */
  private void askWhetherItIsThere(String node) {
    var options =
        new DeliveryOptions()
            .setSendTimeout(THERE_MILLIS)
            .addHeader(Headers.DEADLINE, Long.toString(THERE_MILLIS))
            .addHeader(Headers.TOKEN, tokens.mint(Caller.ANONYMOUS));
    vertx
        .eventBus()
        .request(Headers.address(OpsApi.ROLE, node), new OpsApi.ListBreakers(), options)
        .onComplete(
            answered -> {
              // Where nobody listens, others are asked at once anyway.
              if (isWord(answered.cause()) || isOf(ReplyFailure.NO_HANDLERS, answered.cause())) {
                hearing.heard(node, MonotonicClock.nanoTime());
              } else if (hearing.unheard(node)) {
                LOG.info("node {} is silent: others are asked before it", node);
              }
            });
  }

  /** A member of the cluster that is not this one. */
  private boolean isElsewhere(String node) {
    return !isHere(node) && directory.knows(node);
  }

  private void hear(String node, Throwable failure) {
    if (!isHere(node) && isWord(failure)) {
      hearing.heard(node, MonotonicClock.nanoTime());
    }
  }

  /** Whether that came from the node itself, as answers and refusals do. */
  private static boolean isWord(Throwable failure) {
    return failure == null || isOf(ReplyFailure.RECIPIENT_FAILURE, failure);
  }

  private static boolean isOf(ReplyFailure type, Throwable failure) {
    return failure instanceof ReplyException reply && reply.failureType() == type;
  }

  private void left(String node) {
    hearing.left(node);
    var waiting = waitingByNode.remove(node);
    if (waiting != null) {
      var cause = new ReplyException(ReplyFailure.ERROR, node + " has left the cluster");
      waiting.forEach(attempt -> attempt.answer().tryFail(fault(node, cause)));
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
