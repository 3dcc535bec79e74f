package io.tidegate.cluster.demo;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs numbered tasks, so many at a time, each of them on a virtual thread. */
final class InParallel {

  /** One task; it may wait. */
  @FunctionalInterface
  interface Task {
    void run(int number) throws InterruptedException;
  }

  private InParallel() {}

  /**
   * Returns when tasks 0 to {@code tasks - 1} are done. When one fails no other begins, and this
   * throws what it threw; when the caller is interrupted, so are the tasks.
   */
  static void run(int tasks, int atOnce, Task task) throws InterruptedException {
    var next = new AtomicInteger();
    var failed = new AtomicBoolean();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var workers = new ArrayList<Future<?>>();
      for (var worker = 0; worker < Math.min(tasks, atOnce); worker++) {
        workers.add(executor.submit(() -> work(tasks, next, failed, task)));
      }
      try {
        for (var worker : workers) {
          worker.get();
        }
      } catch (InterruptedException stopped) {
        executor.shutdownNow();
        throw stopped;
      } catch (ExecutionException cause) {
        executor.shutdownNow();
        throw cause.getCause() instanceof RuntimeException reason
            ? reason
            : new DemoException("A task failed: " + cause.getCause(), cause);
      }
    }
  }

  private static Void work(int tasks, AtomicInteger next, AtomicBoolean failed, Task task)
      throws InterruptedException {
    try {
      for (var number = next.getAndIncrement();
          number < tasks && !failed.get();
          number = next.getAndIncrement()) {
        task.run(number);
      }
      return null;
    } catch (RuntimeException cause) {
      failed.set(true);
      throw cause;
    }
  }
}
