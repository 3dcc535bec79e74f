package io.tidegate.platform.bus;

import io.tidegate.contracts.CommonRefusal.RequestInProgress;
import io.tidegate.contracts.Request;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request until its answer: sent to the first node of its ranking, handed over to the next
 * where a node does not handle it, and sent once more where it meets silence. The first answer
 * counts. It fails when nothing is under way any more, and never says that nothing was done where
 * one of its attempts may have done something. Any thread.
 */
final class Asking {

  private final Bus bus;
  private final Callee callee;
  private final List<String> ranking;
  private final Question question;
  private final long silentAt;

  private final Promise<Answer> answer = Promise.promise();
  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile String asked;
  private volatile FaultException doubt;
  private volatile boolean sentAgain;

  Asking(Bus bus, Callee callee, List<String> ranking, Question question) {
    this.bus = bus;
    this.callee = callee;
    this.ranking = ranking;
    this.question = question;
    this.silentAt = callee.silentAt(question.deadline());
  }

  /** What is asked, in whose name, and until when; {@code traceparent} may be null. */
  record Question(Request request, String token, Deadline deadline, String traceparent) {}

  Question question() {
    return question;
  }

  Future<Answer> begin() {
    underWay.incrementAndGet();
    sendNext();
    return answer.future();
  }

  /** Asks again, once, where it has been silent for too long; called now and then by one thread. */
  void look(long nanoTime) {
    if (!sentAgain && nanoTime - silentAt >= 0) {
      sentAgain = true;
      // The next node is not taken before it is asked: it is there for a hand-over as well.
      if (isWorthwhile() && callee.mayAskAgain()) {
        underWay.incrementAndGet();
        var next = untried();
        send(next == null ? asked : next);
      }
    }
  }

  /** Within a node nothing gets lost: it is at work, and another attempt would only add to it. */
  private boolean isWorthwhile() {
    return question.request().repeatable()
        && !question.deadline().hasPassed()
        && (tried.get() < ranking.size() || !bus.isHere(asked));
  }

  private void sendNext() {
    var next = untried();
    if (next == null) {
      ended(
          new FaultException(Fault.UNREACHABLE, "no node carries " + callee.role() + " right now"));
    } else {
      send(next);
    }
  }

  private String untried() {
    var place = tried.getAndIncrement();
    return place < ranking.size() ? ranking.get(place) : null;
  }

  private void send(String node) {
    var millisLeft = question.deadline().millisLeft();
    if (millisLeft <= 0) {
      ended(new FaultException(Fault.EXPIRED, "no time was left to ask " + callee.role()));
      return;
    }
    asked = node;
    bus.send(this, callee.role(), node, millisLeft)
        .onSuccess(this::answered)
        .onFailure(cause -> failed((FaultException) cause));
  }

  private void answered(Answer given) {
    // Whoever says so keeps out of the way of the attempt before, which is still to be heard of.
    var inProgress = given.reply() instanceof RequestInProgress;
    if (underWay.decrementAndGet() == 0 || !inProgress) {
      answer.tryComplete(given);
    }
  }

  private void failed(FaultException fault) {
    if (fault.fault().maybeExecuted() && doubt == null) {
      doubt = fault;
    }
    if (isNextOnes(fault)) {
      sendNext();
    } else {
      ended(fault);
    }
  }

  private boolean isNextOnes(FaultException fault) {
    return fault.fault() == Fault.DRAINING
        || fault.fault() == Fault.UNREACHABLE
        || (fault.getCause() instanceof ReplyException && question.request().repeatable());
  }

  private void ended(FaultException fault) {
    if (underWay.decrementAndGet() == 0) {
      answer.tryFail(doubt == null ? fault : doubt);
    }
  }
}
