package io.tidegate.cluster.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line about something that is going on: on a terminal it is drawn anew in its place, elsewhere
 * it is printed now and then. Closing it prints how it ended.
 */
final class LiveLine implements AutoCloseable {

  private static final long TERMINAL_PERIOD_MS = 200;
  private static final String ANEW = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final Supplier<String> text;
  private final ScheduledExecutorService ticker;

  /**
   * @param period how often it is printed where it cannot be drawn anew
   * @param text how it stands, asked for on a thread of the line's own; at most 79 characters
   */
  LiveLine(Screen screen, Duration period, Supplier<String> text) {
    this.out = screen.out();
    this.terminal = screen.terminal();
    this.text = text;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    var every = terminal ? TERMINAL_PERIOD_MS : period.toMillis();
    var _ = ticker.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    // Waits for a tick that is under way, so that no line comes after the last one.
    ticker.close();
    out.println((terminal ? ANEW : "") + text.get());
    out.flush();
  }

  private void show() {
    if (terminal) {
      out.print(ANEW + text.get());
    } else {
      out.println(text.get());
    }
    out.flush();
  }
}
