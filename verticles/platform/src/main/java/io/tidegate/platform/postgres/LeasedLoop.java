package io.tidegate.platform.postgres;

import io.tidegate.platform.guard.MonotonicClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on whichever node holds the lease: one turn at a time, the next
 * one at once where there is more to do, else after a pause. A turn that fails ends the {@link
 * Work}, which is begun anew after a pause that grows to two seconds.
 *
 * <p>The lease is renewed while a turn is under way, too: a turn that waits for somebody else
 * longer than a term would otherwise lose it to a node that then waits just as long. A turn that
 * takes four terms hangs, and its lease goes to the next.
 *
 * <p>Runs on the context that started it; {@link #stop} waits for the turn under way.
 */
public final class LeasedLoop {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedLoop.class);
  private static final Duration PAUSE_AFTER_FAILURE_MAX = Duration.ofSeconds(2);

  private static final int TERMS_OF_A_TURN_MAX = 4;

  private final Vertx vertx;
  private final Lease lease;
  private final Work work;
  private final Duration pauseLeast;
  private final Duration pauseMost;

  private final Promise<Void> stopped = Promise.promise();
  private boolean started;
  private boolean stopping;
  private boolean begun;
  private long epoch;
  private long renewAtNanos;
  private long pauseMillis;
  private long turnedAtNanos;
  private long failures;
  private long timer = -1;
  private long renewals = -1;
  private boolean turning;
  private long turnSinceNanos;
  private Future<Long> renewal = Future.succeededFuture(0L);

  /**
   * A loop that is not started yet.
   *
   * @param pauseLeast the first pause after a turn that found nothing to do; it doubles up to
   *     {@code pauseMost} while there is nothing
   */
  public LeasedLoop(Vertx vertx, Lease lease, Work work, Duration pauseLeast, Duration pauseMost) {
    this.vertx = vertx;
    this.lease = lease;
    this.work = work;
    this.pauseLeast = pauseLeast;
    this.pauseMost = pauseMost;
  }

  /** What is done under the lease. */
  public interface Work {

    /** Prepares the first turn of this holder. */
    Future<Void> begin(long epoch);

    /** One turn; true where there may be more to do at once. */
    Future<Boolean> turn();

    /** Gives up what {@link #begin} took, after a failure, a lost lease, or at the end. */
    Future<Void> end();
  }

  /** Starts; what goes wrong is retried for ever. */
  public void start() {
    started = true;
    renewals = vertx.setPeriodic(Math.max(1, lease.term().toMillis() / 3), _ -> renew());
    next(0);
  }

  /**
   * Something to do has come up: make a turn at once, but not before the shortest pause since the
   * last one is over, in which more of it may gather. On the loop's context.
   */
  public void kick() {
    var waits = timer != -1 && pauseMillis > pauseLeast.toMillis();
    pauseMillis = 0;
    if (begun && waits && vertx.cancelTimer(timer)) {
      var rested = Duration.ofNanos(MonotonicClock.nanoTime() - turnedAtNanos);
      next(Math.max(0, pauseLeast.minus(rested).toMillis()));
    }
  }

  /** Ends after the turn under way, and releases the lease. On the loop's context. */
  public Future<Void> stop() {
    stopping = true;
    if (!started) {
      return Future.succeededFuture();
    }
    if (timer != -1 && vertx.cancelTimer(timer)) {
      next(0);
    }
    return stopped.future();
  }

  private void next(long millis) {
    timer = -1;
    if (stopping) {
      close();
    } else if (millis == 0) {
      run();
    } else {
      timer =
          vertx.setTimer(
              millis,
              _ -> {
                timer = -1;
                run();
              });
    }
  }

  private void run() {
    if (stopping) {
      close();
      return;
    }
    turning = true;
    turnSinceNanos = MonotonicClock.nanoTime();
    Future.succeededFuture()
        // Within, so that what is thrown is a failure like any other.
        .compose(_ -> held())
        .compose(held -> held ? work.turn().map(more -> more ? 0L : pause()) : idle())
        .onComplete(_ -> turning = false)
        .onSuccess(
            millis -> {
              failures = 0;
              turnedAtNanos = MonotonicClock.nanoTime();
              // A turn that finds work may complete at once; going through the event loop keeps
              // the stack flat and lets others have their turn.
              if (millis == 0) {
                pauseMillis = 0;
                vertx.runOnContext(_ -> next(0));
              } else {
                next(millis);
              }
            })
        .onFailure(this::failed);
  }

  private Future<Boolean> held() {
    if (epoch != 0 && MonotonicClock.nanoTime() - renewAtNanos < 0) {
      return Future.succeededFuture(true);
    }
    return lease.acquire().compose(this::changed);
  }

  /**
   * Keeps the lease for a turn that takes long. Whether it is still ours is for the next turn to
   * find out; what this one writes asks for the epoch.
   */
  private void renew() {
    var now = MonotonicClock.nanoTime();
    var turnMax = lease.term().toNanos() * TERMS_OF_A_TURN_MAX;
    if (turning && epoch != 0 && now - renewAtNanos > 0 && now - turnSinceNanos < turnMax) {
      renewal = lease.acquire();
    }
  }

  private Future<Boolean> changed(long acquired) {
    renewAtNanos = MonotonicClock.nanoTime() + lease.term().toNanos() / 3;
    var before = epoch;
    epoch = acquired;
    if (acquired == before) {
      return Future.succeededFuture(acquired != 0);
    }
    return ended().compose(_ -> acquired == 0 ? Future.succeededFuture(false) : begin(acquired));
  }

  private Future<Boolean> begin(long acquired) {
    LOG.info("{} is ours, epoch {}", lease.name(), acquired);
    begun = true;
    return work.begin(acquired).map(true);
  }

  private Future<Long> idle() {
    return Future.succeededFuture(lease.term().toMillis() / 3);
  }

  private long pause() {
    pauseMillis = Math.clamp(pauseMillis * 2, pauseLeast.toMillis(), pauseMost.toMillis());
    return pauseMillis;
  }

  private void failed(Throwable cause) {
    failures++;
    if (failures == 1 || failures % 20 == 0) {
      LOG.warn("{} failed, {} times in a row; trying again", lease.name(), failures, cause);
    }
    var millis = Math.min(PAUSE_AFTER_FAILURE_MAX.toMillis(), 50L << Math.min(failures, 10));
    epoch = 0;
    ended().onComplete(_ -> next(millis));
  }

  private Future<Void> ended() {
    if (!begun) {
      return Future.succeededFuture();
    }
    begun = false;
    return work.end()
        .recover(
            cause -> {
              LOG.warn("{} did not end cleanly", lease.name(), cause);
              return Future.succeededFuture();
            });
  }

  private void close() {
    if (renewals != -1) {
      vertx.cancelTimer(renewals);
    }
    ended()
        // One that came after the release would take it back.
        .compose(_ -> renewal.otherwise(0L))
        .compose(_ -> epoch == 0 ? Future.<Void>succeededFuture() : lease.release())
        .onFailure(cause -> LOG.warn("{} was not released; it will expire", lease.name(), cause))
        .onComplete(_ -> stopped.tryComplete());
  }
}
