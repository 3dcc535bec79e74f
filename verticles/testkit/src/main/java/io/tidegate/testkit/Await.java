package io.tidegate.testkit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting in a test: for a condition or a future, never longer than a deadline. Test threads. */
public final class Await {

  /** Long enough for a loaded machine; nothing waits this long unless it is broken. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Await() {}

  /**
   * Returns when the condition holds; fails the test, saying what it waited for, if it never does.
   */
  public static void until(String what, BooleanSupplier condition) {
    until(what, PATIENCE, condition);
  }

  /** The same with a deadline of one's own. */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain, %s, until %s".formatted(patience, what));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** What a future gives; throws what it failed with. */
  public static <T> T result(Future<T> future) {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException cause) {
      throw new AssertionError("the future did not complete within " + PATIENCE, cause);
    }
  }

  /** What a future fails with; fails the test if it succeeds. */
  public static Throwable failure(Future<?> future) {
    var failure = result(future.map(_ -> (Throwable) null).otherwise(cause -> cause));
    if (failure == null) {
      throw new AssertionError("it succeeded, with " + future.result());
    }
    return failure;
  }
}
