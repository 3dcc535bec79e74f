package io.tidegate.loadtests.bench;

import io.tidegate.cluster.launch.LaunchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the figures were measured on, without which they say nothing. */
public final class Machine {

  private static final int SYNCS = 200;
  private static final int BLOCK_BYTES = 8192;

  private Machine() {}

  /**
   * Describes it.
   *
   * @param folder on the disk that the data were on
   */
  public static Map<String, String> describe(Path folder) {
    var machine = new LinkedHashMap<String, String>();
    machine.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", Runtime.version().toString());
    try {
      machine.put("file system", Files.getFileStore(folder).type());
      machine.put(
          "fdatasync of 8 kB, median", String.format(Locale.ROOT, "%.0f µs", syncMicros(folder)));
    } catch (IOException cause) {
      throw new LaunchException("Cannot write to " + folder + ": " + cause.getMessage(), cause);
    }
    return machine;
  }

  /** The value in a file of "name : value" lines; "unknown" where there is none. */
  private static String field(Path file, String name) {
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException cause) {
      throw new LaunchException("Cannot read " + file + ": " + cause.getMessage(), cause);
    }
  }

  /** As pg_test_fsync does it: the same block over and over, each time until it is on disk. */
  private static double syncMicros(Path folder) throws IOException {
    var file = Files.createTempFile(folder, "sync", ".bin");
    var times = new double[SYNCS];
    var block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (var i = 0; i < SYNCS; i++) {
        var begin = System.nanoTime();
        channel.write(block.rewind(), 0);
        channel.force(false);
        times[i] = (System.nanoTime() - begin) / (double) TimeUnit.MICROSECONDS.toNanos(1);
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(times);
    return times[SYNCS / 2];
  }
}
