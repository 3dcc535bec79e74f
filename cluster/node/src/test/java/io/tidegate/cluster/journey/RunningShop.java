package io.tidegate.cluster.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.cluster.launch.Main;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.LogTail;
import io.tidegate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shop of its own: the launcher as a real process, with data in a folder of its own, on free
 * ports. Closing it stops everything; it does so too when the tests' JVM is told to end.
 */
final class RunningShop implements AutoCloseable {

  private static final Duration START_TIME = Duration.ofMinutes(3);
  private static final Duration STOP_TIME = Duration.ofMinutes(1);
  private static final Path HOME = Path.of(System.getProperty("tidegate.root"));

  private final Path folder;
  private final Thread hook = new Thread(this::stop, "stop shop");
  private Process launcher;

  private RunningShop(Path folder) {
    this.folder = folder;
  }

  /** Starts it, with more options of {@code up} if need be, and returns when it is ready. */
  static RunningShop start(int nodes, Map<String, String> environment, String... options) {
    try {
      return start(Files.createTempDirectory("tidegate-journey"), nodes, environment, options);
    } catch (IOException cause) {
      throw new IllegalStateException("the shop cannot be started", cause);
    }
  }

  /** The same on what is in this folder; closing it deletes that, too. */
  static RunningShop start(
      Path folder, int nodes, Map<String, String> environment, String... options) {
    try {
      var builder =
          new ProcessBuilder(command(nodes, folder, options))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("launcher.log").toFile());
      builder.environment().putAll(environment);
      builder.environment().put("CLASSPATH", classPath());
      var shop = new RunningShop(folder);
      shop.start(builder);
      shop.awaitReady();
      return shop;
    } catch (IOException cause) {
      throw new IllegalStateException("the shop cannot be started", cause);
    }
  }

  private synchronized void start(ProcessBuilder builder) throws IOException {
    // First, as it refuses when this JVM is ending already: nobody would stop the shop then.
    Runtime.getRuntime().addShutdownHook(hook);
    launcher = builder.start();
  }

  private static List<String> command(int nodes, Path folder, String... options) {
    var command = new ArrayList<>(command(nodes, folder));
    command.addAll(List.of(options));
    return command;
  }

  private static List<String> command(int nodes, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dtidegate.home=" + HOME,
        Main.class.getName(),
        "up",
        "--nodes=" + nodes,
        "--data=" + data(folder),
        "--port=" + portsInARow(nodes),
        "--management-port=" + portsInARow(nodes));
  }

  /** The data folder of the shop in such a folder. */
  static Path data(Path folder) {
    return folder.resolve("data");
  }

  /** Surefire may start a JVM with one jar that only names the others. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The first of as many free ports in a row: node i takes the i-th of them. */
  private static int portsInARow(int count) {
    for (var attempt = 0; attempt < 100; attempt++) {
      var first = FreePorts.find(1).getFirst();
      if (java.util.stream.IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
        return first;
      }
    }
    throw new AssertionError("there are no " + count + " free ports in a row");
  }

  private void awaitReady() {
    try {
      Await.until(
          "the shop is ready", START_TIME, () -> Files.exists(localJson()) || !launcher.isAlive());
      if (!launcher.isAlive()) {
        throw new AssertionError("the shop does not start");
      }
    } catch (AssertionError failure) {
      var told = new AssertionError(failure.getMessage() + "\n" + logs(), failure);
      stop();
      throw told;
    }
  }

  /** The end of every log, for a test that failed. */
  String logs() {
    try (var files = Files.walk(folder)) {
      var tails = new ArrayList<String>();
      files
          .filter(file -> file.toString().endsWith(".log"))
          .forEach(file -> tails.add("--- " + file.getFileName() + "\n" + LogTail.of(file, 60)));
      return String.join("\n", tails);
    } catch (IOException cause) {
      throw new IllegalStateException("the logs cannot be read", cause);
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private synchronized void stop() {
    if (launcher == null) {
      return;
    }
    launcher.destroy();
    try {
      if (!launcher.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
        throw new IllegalStateException("the shop did not stop:\n" + logs());
      }
      delete();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException cause) {
      throw new IllegalStateException("the shop's folder cannot be deleted", cause);
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What the launcher says about it now. */
  JsonNode local() {
    return Json.file(localJson());
  }

  /** The process of a node, or of its last life. */
  long nodePid(int index) {
    return local().path("nodes").get(index).path("pid").asLong();
  }

  /** Where the launcher says it. */
  Path localJson() {
    return data(folder).resolve("local.json");
  }
}
