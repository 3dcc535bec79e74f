package io.tidegate.loadtests.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the CPU time of groups of processes, and of the whole machine. */
public final class CpuMeter {

  /** The machine's name among the groups. */
  public static final String MACHINE = "machine";

  /** The generator: this process, without what it starts. */
  public static final String GENERATOR = "generator";

  /** What this process has started and waited for: pgbench. */
  public static final String PGBENCH = "pgbench";

  private final Map<String, List<Long>> groups = new LinkedHashMap<>();

  /** Counts the processes, and for as long as each lives all that descend from it. */
  public CpuMeter with(String group, List<Long> pids) {
    groups.put(group, pids.stream().filter(Objects::nonNull).toList());
    return this;
  }

  public CpuMeter without(String group) {
    groups.remove(group);
    return this;
  }

  /** The CPU time that each group has used since it began, in microseconds. */
  public Map<String, Long> read() {
    var micros = new LinkedHashMap<String, Long>();
    var self = ProcessTimes.of(ProcessHandle.current().pid()).orElseThrow();
    micros.put(GENERATOR, self.own() * ProcessTimes.MICROS_PER_TICK);
    micros.put(PGBENCH, self.children() * ProcessTimes.MICROS_PER_TICK);
    groups.forEach(
        (group, pids) ->
            micros.put(
                group,
                pids.stream().mapToLong(CpuMeter::ticksOf).sum() * ProcessTimes.MICROS_PER_TICK));
    micros.put(MACHINE, machineTicks() * ProcessTimes.MICROS_PER_TICK);
    return micros;
  }

  /** A backend that ends hands its time on to its parent, so nothing gets lost. */
  private static long ticksOf(long pid) {
    var descendants =
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElseGet(Stream::empty);
    var own = ProcessTimes.of(pid).map(times -> times.own() + times.children()).orElse(0L);
    return own
        + descendants
            .mapToLong(
                child ->
                    ProcessTimes.of(child.pid())
                        .map(times -> times.own() + times.children())
                        .orElse(0L))
            .sum();
  }

  /** All that was not idle: user, nice, system, irq, softirq and steal of proc_stat(5). */
  static long machineTicks() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      var fields = lines.findFirst().orElseThrow().split(" +", -1);
      return Stream.of(1, 2, 3, 6, 7, 8).mapToLong(field -> Long.parseLong(fields[field])).sum();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
