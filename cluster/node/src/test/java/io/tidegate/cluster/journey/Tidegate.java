package io.tidegate.cluster.journey;

import io.tidegate.cluster.launch.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./tidegate} as an operator types it, each command a process of its own. */
final class Tidegate {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private final Path output;

  /**
   * @param folder for what it says
   */
  Tidegate(Path folder) {
    this.output = folder.resolve("output");
  }

  /** Runs a command and returns what it ended with. */
  int run(Stream<String> arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var home = "-Dtidegate.home=" + System.getProperty("tidegate.root");
    var command =
        Stream.concat(Stream.of(java, "-Xmx256m", QUICK, home, Main.class.getName()), arguments)
            .toList();
    return run(command);
  }

  int run(String... arguments) {
    return run(Stream.of(arguments));
  }

  /** What the last command said. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private int run(List<String> command) {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("CLASSPATH", RunningShop.classPath());
    // Java tells that it was given some, among what the command says.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    try {
      var process = builder.start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        // Not by force: it ends what it has started.
        process.destroy();
        throw new AssertionError(command + " does not end:\n" + output());
      }
      return process.exitValue();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }
}
