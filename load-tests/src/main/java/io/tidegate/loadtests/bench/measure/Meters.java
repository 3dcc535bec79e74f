package io.tidegate.loadtests.bench.measure;

import io.tidegate.loadtests.bench.load.LoadGenerator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads CPU and database at both ends of a window. */
public final class Meters implements LoadGenerator.AtWindow {

  private final CpuMeter cpu;
  private final DatabaseMeter database;
  private Reading before;
  private Reading after;

  public Meters(CpuMeter cpu, DatabaseMeter database) {
    this.cpu = cpu;
    this.database = database;
  }

  private record Reading(long nanos, Map<String, Long> cpuMicros, Map<String, Long> counters) {}

  @Override
  public void begins() {
    before = read();
  }

  @Override
  public void ends() {
    after = read();
  }

  private Reading read() {
    return new Reading(System.nanoTime(), cpu.read(), database.read());
  }

  /** What was used between the two. */
  public Usage usage() {
    return new Usage(
        (after.nanos - before.nanos) / (double) TimeUnit.SECONDS.toNanos(1),
        differences(before.cpuMicros, after.cpuMicros),
        differences(before.counters, after.counters));
  }

  private static Map<String, Long> differences(Map<String, Long> before, Map<String, Long> after) {
    var differences = new LinkedHashMap<String, Long>();
    after.forEach((name, value) -> differences.put(name, value - before.getOrDefault(name, 0L)));
    return differences;
  }
}
