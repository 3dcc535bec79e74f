package io.tidegate.cluster.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Says what is going on whenever it takes longer than a second: on a terminal one line with the
 * seconds counting up, elsewhere a line at the beginning, every ten seconds, and at the end.
 */
final class Progress {

  private static final long FILE_PERIOD_S = 10;

  private final PrintStream out;
  private final boolean terminal;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** On standard error; only the script in front can tell whether that is a terminal. */
  static Progress ofThisProcess() {
    return new Progress(System.err, Boolean.getBoolean("tidegate.terminal"));
  }

  /** Runs the step on the calling thread and tells about it meanwhile. */
  <T> T during(String what, Supplier<T> step) {
    var start = System.nanoTime();
    var told = new AtomicBoolean();
    try (var ticker = Executors.newSingleThreadScheduledExecutor(daemon -> daemon(daemon))) {
      var _ =
          ticker.scheduleAtFixedRate(
              () -> tick(what, seconds(start), told), 1, 1, TimeUnit.SECONDS);
      try {
        return step.get();
      } finally {
        ticker.shutdownNow();
      }
    } finally {
      if (told.get()) {
        var line = String.format(Locale.ROOT, "%s … %.1f s", what, sinceMs(start) / 1000.0);
        out.println(terminal ? "\r" + line : line);
      }
    }
  }

  void during(String what, Runnable step) {
    during(
        what,
        () -> {
          step.run();
          return null;
        });
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  private void tick(String what, long seconds, AtomicBoolean told) {
    var first = told.compareAndSet(false, true);
    if (terminal) {
      out.print("\r" + what + " … " + seconds + " s ");
    } else if (first) {
      out.println(what + " …");
    } else if (seconds % FILE_PERIOD_S == 0) {
      out.println(what + " … " + seconds + " s");
    }
    out.flush();
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  private static long seconds(long start) {
    return sinceMs(start) / 1000;
  }

  private static long sinceMs(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
