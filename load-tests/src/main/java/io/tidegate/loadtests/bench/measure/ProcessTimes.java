package io.tidegate.loadtests.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The CPU time of a process from {@code /proc/<pid>/stat} (proc_pid_stat(5)), in clock ticks.
 *
 * @param own its threads'
 * @param children that of its children which have ended and been waited for
 */
record ProcessTimes(long own, long children) {

  /** Linux has told user space 100 ticks a second since 2.6, whatever it counts itself. */
  static final long MICROS_PER_TICK = 10_000;

  /** Empty where there is no such process any more. */
  static Optional<ProcessTimes> of(long pid) {
    try {
      return Optional.of(parse(Files.readString(Path.of("/proc/" + pid + "/stat"))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException cause) {
      // It may also end between the opening and the reading: ESRCH.
      if (Files.exists(Path.of("/proc/" + pid))) {
        throw new UncheckedIOException(cause);
      }
      return Optional.empty();
    }
  }

  /** The name in the second place may hold anything, even spaces and brackets. */
  static ProcessTimes parse(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    // Field 3 of the manual is the first here; utime, stime, cutime and cstime are 14 to 17.
    return new ProcessTimes(
        Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
        Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }
}
