import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Checks the layout of every Java file below a folder, or applies it.
 *
 * <p>Usage: {@code Format check|apply <folder>}. It runs on the build's JDK 25 rather than inside
 * Maven, because google-java-format parses with the compiler of the JVM that it runs on, and Maven
 * may run on an older one.
 */
public final class Format {

  public static void main(String[] arguments) throws Exception {
    var apply = arguments[0].equals("apply");
    var root = Path.of(arguments[1]);
    var formatter =
        new Formatter(
            JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());
    var unformatted = new ArrayList<Path>();
    try (var files = Files.walk(root)) {
      for (var file : (Iterable<Path>) files.filter(Format::isSource)::iterator) {
        var source = Files.readString(file);
        var formatted = formatted(formatter, file, source);
        if (!formatted.equals(source)) {
          unformatted.add(file);
          if (apply) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    unformatted.forEach(
        file -> System.err.println((apply ? "formatted " : "not formatted: ") + file));
    if (!apply && !unformatted.isEmpty()) {
      System.err.println("Run `build/format` and commit what it changes.");
      System.exit(1);
    }
  }

  private static String formatted(Formatter formatter, Path file, String source) {
    try {
      var ordered =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
      return formatter.formatSource(ordered);
    } catch (FormatterException cause) {
      throw new IllegalStateException(file + " is not Java: " + cause.getMessage(), cause);
    }
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java")
        && !file.toString().contains("/target/")
        && !file.toString().contains("/.");
  }
}
