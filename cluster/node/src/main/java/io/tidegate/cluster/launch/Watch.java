package io.tidegate.cluster.launch;

import io.tidegate.engine.LogTail;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after processes: reports one that died with the end of its log, and has it started again if
 * that was asked for. The rest goes on.
 */
final class Watch {

  static final int TAIL_LINES = 15;
  private static final int EVENTS_MAX = 1000;

  /** What the watching thread waits for. */
  private sealed interface Event {
    record Died(Child child, ProcessHandle process) implements Event {}

    record StartAgain(Child child) implements Event {}

    record Ended() implements Event {}
  }

  private final boolean restart;
  private final Consumer<Child> starter;
  private final PrintStream err;
  private final RestartPause pause;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENTS_MAX);

  /** Once watching has ended nothing is started again, so what comes later is dropped. */
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

  /**
   * @param pauseMax the longest pause before a child is started again
   * @param starter starts a child again; called on the watching thread, may fail with a {@link
   *     LaunchException}
   */
  Watch(boolean restart, Duration pauseMax, Consumer<Child> starter, PrintStream err) {
    this.restart = restart;
    this.pause = new RestartPause(Clock.systemUTC(), pauseMax);
    this.starter = starter;
    this.err = err;
  }

  /** Watches the process that the child has now. */
  void over(Child child) {
    var _ =
        child.process().onExit().thenAccept(process -> events.add(new Event.Died(child, process)));
  }

  /** Watches on this thread until {@link #end}. */
  void run() {
    try {
      for (var event = events.take(); ; event = events.take()) {
        switch (event) {
          case Event.Died(var child, var process) -> report(child, process);
          case Event.StartAgain(var child) -> startAgain(child);
          case Event.Ended _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends watching, before processes are stopped on purpose. */
  void end() {
    clock.shutdownNow();
    events.clear();
    events.add(new Event.Ended());
  }

  private void report(Child child, ProcessHandle process) {
    if (process.pid() != child.process().pid() || clock.isShutdown()) {
      return;
    }
    err.printf(
        "%s (process %d) ended unexpectedly. The end of %s:%n%s%n",
        child.name(), process.pid(), child.logFile(), LogTail.of(child.logFile(), TAIL_LINES));
    if (restart) {
      again(child);
    } else {
      err.println("The rest goes on. With --restart it would be started again.");
    }
  }

  private void startAgain(Child child) {
    if (clock.isShutdown()) {
      return;
    }
    try {
      starter.accept(child);
      over(child);
      err.printf("%s was started again (process %d).%n", child.name(), child.process().pid());
    } catch (LaunchException e) {
      err.println(e.getMessage());
      again(child);
    }
  }

  private void again(Child child) {
    var wait = pause.afterDeathOf(child.name());
    err.printf("%s is started again in %d s.%n", child.name(), wait.toSeconds());
    var _ =
        clock.schedule(
            () -> events.add(new Event.StartAgain(child)), wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
