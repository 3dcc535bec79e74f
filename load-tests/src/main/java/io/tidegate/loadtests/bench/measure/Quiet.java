package io.tidegate.loadtests.bench.measure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits until processes have caught up: a shop goes on with relays and reactions when its customers
 * are gone, and must not do so at the cost of what is measured next.
 */
public final class Quiet {

  private static final Duration LOOK = Duration.ofMillis(500);

  /** In percent of one core; a shop at rest polls its tables. */
  private static final double BUSY_PERCENT = 20;

  private final CpuMeter cpu;
  private final List<String> groups;

  public Quiet(CpuMeter cpu, List<String> groups) {
    this.cpu = cpu;
    this.groups = groups;
  }

  /** How many seconds it took, or the most where they are busy still. */
  public double await(Duration timeMax) throws InterruptedException {
    var begin = System.nanoTime();
    var before = used();
    while (System.nanoTime() - begin < timeMax.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      var now = used();
      var percent = (now - before) * 100.0 / TimeUnit.NANOSECONDS.toMicros(LOOK.toNanos());
      if (percent < BUSY_PERCENT) {
        break;
      }
      before = now;
    }
    return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private long used() {
    var read = cpu.read();
    return groups.stream().mapToLong(group -> read.getOrDefault(group, 0L)).sum();
  }
}
