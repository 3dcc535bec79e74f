package io.tidegate.loadtests.gatling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Numbered tasks, so many at a time, each on a virtual thread. */
final class InParallel {

  /** One task; it may wait. */
  @FunctionalInterface
  interface Task<T> {
    T run(int number) throws InterruptedException;
  }

  private InParallel() {}

  /**
   * The results in the tasks' order. When a task fails no other begins, and this fails likewise.
   */
  static <T> List<T> run(int tasks, int atOnce, Task<T> task) throws InterruptedException {
    var threads = Thread.ofVirtual().factory();
    try (var executor = Executors.newFixedThreadPool(atOnce, threads)) {
      IntFunction<Future<T>> submit = number -> executor.submit(() -> task.run(number));
      var results = new ArrayList<T>(tasks);
      for (var running : IntStream.range(0, tasks).mapToObj(submit).toList()) {
        try {
          results.add(running.get());
        } catch (ExecutionException cause) {
          executor.shutdownNow();
          throw cause.getCause() instanceof LoadException reason
              ? reason
              : new LoadException("A task failed: " + cause.getCause(), cause);
        }
      }
      return List.copyOf(results);
    }
  }
}
