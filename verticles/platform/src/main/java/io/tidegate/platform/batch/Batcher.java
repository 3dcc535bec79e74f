package io.tidegate.platform.batch;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.MonotonicClock;
import io.tidegate.platform.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers commands while the batches before them are on their way, and sends what has gathered as
 * one, first come, first served. What comes after a quiet moment goes at once; after a batch it
 * rests as long as that took, within a limit, so that under load the next is worth its commit. It
 * is bounded, and what cannot meet its deadline is refused at once, before any effect: {@link
 * Fault#BUSY}, or {@link Fault#EXPIRED} for what waited in vain, which is told when its deadline
 * passes, whatever the batches before it do.
 *
 * <p>The step that it drives must do no harm when a batch is sent again: after an outage (a lost
 * connection, a deadlock) that is what happens. Any other failure is somebody's in the batch, so it
 * is split until the one who fails is alone.
 *
 * <p>Belongs to one context: it is used, and answers, on that one alone.
 *
 * @param <C> a command
 * @param <R> its result
 */
public final class Batcher<C, R> {

  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

  private static final int ATTEMPTS_MAX = 3;
  private static final long PAUSE_MILLIS = 20;
  private static final long NONE = -1;
  private static final long NANOS_A_MILLI = 1_000_000;

  /** What a new batch time weighs in the average that the expected wait is made of. */
  private static final double NEWEST_SHARE = 0.2;

  private final Vertx vertx;
  private final Limits limits;
  private final BatchMeters meters;
  private final Function<List<C>, Future<List<R>>> step;
  private final Deque<Waiting<C, R>> queue = new ArrayDeque<>();

  private long timer = NONE;
  private Deadline timerFor;
  private int inFlight;
  private double batchNanos;
  private long restUntil;
  private boolean resting;

  /**
   * A batcher of one context.
   *
   * @param step sends a batch and answers with one result for each command, in their order
   */
  public Batcher(
      Vertx vertx, Limits limits, BatchMeters meters, Function<List<C>, Future<List<R>>> step) {
    this.vertx = vertx;
    this.limits = limits;
    this.meters = meters;
    this.step = step;
    this.restUntil = MonotonicClock.nanoTime();
  }

  /**
   * How much at a time.
   *
   * @param size commands in a batch at most
   * @param inFlight batches on their way at most: two keep the database busy while one is answered
   * @param queued commands that wait at most
   * @param rest between a batch and the next at most, unless that one is half full already
   */
  public record Limits(int size, int inFlight, int queued, Duration rest) {

    /** From so many on a batch has nothing to gain from waiting for more. */
    int worthIt() {
      return (size + 1) / 2;
    }

    /** As a domain's section says. */
    public static Limits from(Conf.Section domain) {
      return new Limits(
          domain.integer("batchSizeMax", 1, 1_000),
          domain.integer("batchesInFlightMax", 1, 16),
          domain.integer("batchQueueMax", 1, 1_000_000),
          Duration.ofMillis(domain.integer("batchRestMsMax", 0, 100)));
    }
  }

  private record Waiting<C, R>(C command, Deadline deadline, long since, Promise<R> result) {}

  /** Has the command done with the next batch. */
  public Future<R> submit(C command, Deadline deadline) {
    if (queue.size() >= limits.queued()) {
      return refused(Fault.BUSY, "too many wait already");
    }
    if (deadline.millisLeft() * 1e6 < expectedWaitNanos()) {
      return refused(Fault.BUSY, "it would not be done in time");
    }
    Promise<R> result = Promise.promise();
    queue.add(new Waiting<>(command, deadline, MonotonicClock.nanoTime(), result));
    meters.queued(1);
    sendNext();
    if (!queue.isEmpty()) {
      watch(deadline);
    }
    return result.future();
  }

  /**
   * How long a command that came now would wait for the whole batches before it. For the next batch
   * there is always room, so that one slow batch is forgotten by the ones that follow it.
   */
  private double expectedWaitNanos() {
    var batchesBefore = queue.size() / limits.size();
    return batchNanos * batchesBefore / limits.inFlight();
  }

  private void sendNext() {
    while (inFlight < limits.inFlight() && !queue.isEmpty() && !rests()) {
      var batch = gathered();
      if (!batch.isEmpty()) {
        send(batch);
      }
    }
  }

  /** Whether the next batch is too soon after the one before; then it goes when it is not. */
  private boolean rests() {
    if (queue.size() >= limits.worthIt()) {
      return false;
    }
    if (resting) {
      return true;
    }
    var nanosLeft = restUntil - MonotonicClock.nanoTime();
    if (nanosLeft <= 0) {
      return false;
    }
    resting = true;
    vertx.setTimer(
        (nanosLeft + NANOS_A_MILLI - 1) / NANOS_A_MILLI,
        _ -> {
          resting = false;
          sendNext();
        });
    return true;
  }

  private List<Waiting<C, R>> gathered() {
    var batch = new ArrayList<Waiting<C, R>>(Math.min(queue.size(), limits.size()));
    var now = MonotonicClock.nanoTime();
    while (batch.size() < limits.size() && !queue.isEmpty()) {
      var next = queue.poll();
      meters.queued(-1);
      if (next.deadline().hasPassed()) {
        expired(next);
      } else {
        meters.waited(now - next.since());
        batch.add(next);
      }
    }
    return batch;
  }

  /** One timer, for the earliest: those who come later are seldom in a greater hurry. */
  private void watch(Deadline deadline) {
    if (timer != NONE) {
      if (deadline.nanoTime() - timerFor.nanoTime() >= 0) {
        return;
      }
      vertx.cancelTimer(timer);
    }
    timerFor = deadline;
    timer = vertx.setTimer(Math.max(0, deadline.millisLeft()) + 1, _ -> expire());
  }

  private void expire() {
    timer = NONE;
    var late = new ArrayList<Waiting<C, R>>();
    queue.removeIf(waiting -> waiting.deadline().hasPassed() && late.add(waiting));
    meters.queued(-late.size());
    late.forEach(this::expired);
    queue.stream()
        .map(Waiting::deadline)
        .reduce((one, other) -> one.nanoTime() - other.nanoTime() <= 0 ? one : other)
        .ifPresent(this::watch);
  }

  private void expired(Waiting<C, R> waiting) {
    meters.refused();
    waiting
        .result()
        .fail(new FaultException(Fault.EXPIRED, meters.name() + ": its turn came too late"));
  }

  private void send(List<Waiting<C, R>> batch) {
    inFlight++;
    meters.sent(batch.size());
    var since = MonotonicClock.nanoTime();
    run(batch, 1, null)
        .onComplete(
            _ -> {
              var took = MonotonicClock.nanoTime() - since;
              batchNanos += (took - batchNanos) * (batchNanos == 0 ? 1 : NEWEST_SHARE);
              restUntil =
                  MonotonicClock.nanoTime() + Math.min((long) batchNanos, limits.rest().toNanos());
              inFlight--;
              sendNext();
            });
  }

  /**
   * Completes when every command of the batch has its result or its failure; never fails.
   *
   * @param doubt why an earlier attempt may have done it all the same, or null
   */
  private Future<Void> run(List<Waiting<C, R>> batch, int attempt, Throwable doubt) {
    return attempted(batch)
        .transform(
            done -> {
              if (done.succeeded()) {
                answer(batch, done.result());
                return Future.succeededFuture();
              }
              if (done.cause() instanceof FaultException fault) {
                // It speaks of its own attempt alone.
                var isDefinite = doubt == null || fault.fault().maybeExecuted();
                return failed(batch, isDefinite ? fault : doubt);
              }
              return Outage.isOutage(done.cause())
                  ? again(batch, attempt, done.cause())
                  : split(batch, done.cause(), doubt);
            });
  }

  private Future<List<R>> attempted(List<Waiting<C, R>> batch) {
    try {
      return step.apply(batch.stream().map(Waiting::command).toList())
          .map(
              results -> {
                if (results.size() != batch.size()) {
                  throw new IllegalStateException(
                      results.size() + " results for " + batch.size() + " commands");
                }
                return results;
              });
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void answer(List<Waiting<C, R>> batch, List<R> results) {
    for (var i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(results.get(i));
    }
  }

  private Future<Void> failed(List<Waiting<C, R>> batch, Throwable cause) {
    batch.forEach(waiting -> waiting.result().fail(cause));
    return Future.succeededFuture();
  }

  private Future<Void> again(List<Waiting<C, R>> batch, int attempt, Throwable cause) {
    if (attempt == ATTEMPTS_MAX) {
      return failed(batch, cause);
    }
    meters.resent();
    LOG.info("{}: a batch of {} is sent again: {}", meters.name(), batch.size(), cause.toString());
    return vertx.timer(PAUSE_MILLIS * attempt).compose(_ -> run(batch, attempt + 1, cause));
  }

  private Future<Void> split(List<Waiting<C, R>> batch, Throwable cause, Throwable doubt) {
    if (batch.size() == 1) {
      return failed(batch, cause);
    }
    meters.split();
    var middle = batch.size() / 2;
    return run(batch.subList(0, middle), 1, doubt)
        .compose(_ -> run(batch.subList(middle, batch.size()), 1, doubt));
  }

  private Future<R> refused(Fault fault, String why) {
    meters.refused();
    return Future.failedFuture(new FaultException(fault, meters.name() + ": " + why));
  }
}
