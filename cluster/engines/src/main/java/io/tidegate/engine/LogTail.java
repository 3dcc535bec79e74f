package io.tidegate.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log file, for an error message. */
public final class LogTail {

  private static final int BYTES_MAX = 16 * 1024;

  private LogTail() {}

  /**
   * At most {@code linesMax} lines, each indented by two blanks; a note instead where there is
   * nothing to read.
   */
  public static String of(Path file, int linesMax) {
    return of(file, 0, linesMax);
  }

  /** The same of what was written from that position on. */
  public static String of(Path file, long from, int linesMax) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) <= from) {
        return "  (nothing was written to " + file + ")";
      }
      var lines = lastLines(file, from);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - linesMax), lines.size()))
          .indent(2)
          .stripTrailing();
    } catch (IOException e) {
      return "  (cannot read " + file + ": " + e.getMessage() + ")";
    }
  }

  private static List<String> lastLines(Path file, long from) throws IOException {
    try (var input = new RandomAccessFile(file.toFile(), "r")) {
      var start = Math.max(from, input.length() - BYTES_MAX);
      input.seek(start);
      var bytes = new byte[(int) (input.length() - start)];
      input.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
