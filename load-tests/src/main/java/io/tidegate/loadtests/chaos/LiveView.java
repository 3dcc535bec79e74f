package io.tidegate.loadtests.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A line each second: how many orders each node has answered in it, and what is going on. */
final class LiveView implements AutoCloseable {

  private final PrintStream out;
  private final List<AnsweredOrders> answered;
  private final long began = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private volatile String now = "";

  LiveView(PrintStream out, List<AnsweredOrders> answered) {
    this.out = out;
    this.answered = answered;
    var _ = clock.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
  }

  /** What is going on from now on. */
  void say(String what) {
    now = what;
  }

  private void show() {
    var until = System.nanoTime();
    var from = until - TimeUnit.SECONDS.toNanos(1);
    var passed = Duration.ofNanos(until - began);
    var line = new StringBuilder();
    line.append("%3d:%02d".formatted(passed.toMinutes(), passed.toSecondsPart()));
    for (var node = 0; node < answered.size(); node++) {
      var orders = answered.get(node).countBetween(from, until);
      line.append("  node %d %4d/s".formatted(node + 1, orders));
    }
    out.println(line.append("  ").append(now));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    clock.close();
  }
}
