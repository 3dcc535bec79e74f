package io.tidegate.loadtests.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a window took.
 *
 * @param cpuMicros by group of processes
 * @param counters of the database
 */
public record Usage(double seconds, Map<String, Long> cpuMicros, Map<String, Long> counters) {

  private static final double MICROS_PER_SECOND = 1_000_000;

  /** CPU microseconds of each group for each of so many orders, where it used any. */
  public Map<String, Double> cpuMicrosEach(long orders) {
    var each = new LinkedHashMap<String, Double>();
    cpuMicros.forEach(
        (group, micros) -> {
          if (!group.equals(CpuMeter.MACHINE) && micros > 0) {
            each.put(group, (double) micros / Math.max(1, orders));
          }
        });
    return each;
  }

  public double each(String counter, long orders) {
    return (double) counters.getOrDefault(counter, 0L) / Math.max(1, orders);
  }

  /** What others on this machine used meanwhile, in percent of all of it. */
  public double foreignCpuPercent() {
    var machine = cpuMicros.getOrDefault(CpuMeter.MACHINE, 0L);
    var known =
        cpuMicros.entrySet().stream()
            .filter(group -> !group.getKey().equals(CpuMeter.MACHINE))
            .mapToLong(Map.Entry::getValue)
            .sum();
    var all = seconds * MICROS_PER_SECOND * Runtime.getRuntime().availableProcessors();
    return Math.max(0, (machine - known) / all * 100);
  }
}
