package io.tidegate.identity.password;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes and checks passwords on threads of its own, so that a flood of logins takes no more of the
 * machine than those, and no order waits for it.
 *
 * <p>Beyond {@code threads + queueMax} at a time it fails with {@link Fault#BUSY}; what has waited
 * past its deadline is not begun and fails with {@link Fault#EXPIRED}. Any thread; results come on
 * the caller's context.
 */
public final class Passwords {

  private static final long SECONDS_PER_HASH_MAX = 10;

  private final Argon argon;
  private final WorkerExecutor workers;
  private final int waitingMax;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Timer timer;

  public Passwords(Vertx vertx, ArgonCost cost, int threads, int queueMax, MeterRegistry meters) {
    this.argon = new Argon(cost);
    this.workers =
        vertx.createSharedWorkerExecutor(
            "tidegate-passwords", threads, SECONDS_PER_HASH_MAX, TimeUnit.SECONDS);
    this.waitingMax = threads + queueMax;
    this.timer =
        Timer.builder("tidegate.password.hash")
            .description("Time to hash or check one password, waiting not included")
            .register(meters);
  }

  /** A new hash, as a PHC string. */
  public Future<String> hash(String password, Deadline deadline) {
    return run(() -> argon.hash(password), deadline);
  }

  /**
   * Whether the password has this hash. Without one the answer is no, and takes as long: nobody
   * learns by the time which addresses are members'.
   */
  public Future<Boolean> matches(String password, Optional<String> hash, Deadline deadline) {
    return run(() -> argon.matches(password, hash.orElseGet(argon::nobodys)), deadline);
  }

  /** Whether a hash was made at another cost than today's, and should be made again. */
  public boolean isOutdated(String hash) {
    return argon.isOutdated(hash);
  }

  /** Ends the threads. */
  public Future<Void> close() {
    return workers.close();
  }

  private <T> Future<T> run(Callable<T> work, Deadline deadline) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new FaultException(Fault.BUSY, "too many passwords are being checked"));
    }
    return workers
        .executeBlocking(
            () -> {
              if (deadline.hasPassed()) {
                throw new FaultException(Fault.EXPIRED, "no time was left to check a password");
              }
              return timer.recordCallable(work);
            },
            false)
        .onComplete(_ -> waiting.decrementAndGet());
  }
}
