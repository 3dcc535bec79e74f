package io.tidegate.engine.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to everything that goes one way through a {@link FaultProxy}. Any thread. */
public final class Way {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private boolean held;
  private volatile long latencyNanos;
  private volatile long bytesPerSecond;

  /** What is sent from now on takes so much longer, in its order. */
  public void latency(Duration latency) {
    latencyNanos = latency.toNanos();
  }

  /** Each connection passes so much at most. */
  public void bandwidth(int bytesPerSecondMax) {
    bytesPerSecond = bytesPerSecondMax;
  }

  /** Nothing passes; held alone, it makes connections of which one side hears nothing. */
  public void hold() {
    held(true);
  }

  void heal() {
    latencyNanos = 0;
    bytesPerSecond = 0;
    held(false);
  }

  private void held(boolean now) {
    lock.lock();
    try {
      held = now;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long latencyNanos() {
    return latencyNanos;
  }

  /** How long a connection is busy with so many bytes. */
  long nanosFor(int bytes) {
    var limit = bytesPerSecond;
    return limit == 0 ? 0 : TimeUnit.SECONDS.toNanos(bytes) / limit;
  }

  /** Returns when nothing is held. */
  void awaitFree() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held) {
        released.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
