package io.tidegate.loadtests.bench.shop;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.cluster.launch.LocalJson;
import io.tidegate.cluster.launch.Main;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@code ./tidegate up} as a process of its own, on free ports, with its data in a folder. */
public final class ShopUnderTest implements AutoCloseable {

  private static final Duration START_TIME = Duration.ofMinutes(3);
  private static final Duration STOP_TIME = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int PORT_ATTEMPTS_MAX = 100;

  private final Path data;
  private final Path log;
  private final Process launcher;
  private final Thread hook = new Thread(this::stop, "stop shop");
  private LocalJson local;

  private ShopUnderTest(Path data, Path log, Process launcher) {
    this.data = data;
    this.log = log;
    this.launcher = launcher;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param settings environment variables as in {@code conf/README.md}
   * @param options more of {@code up}
   */
  public static ShopUnderTest start(
      Path home, Path data, int nodes, Map<String, String> settings, String... options)
      throws InterruptedException {
    return start(Build.own(home), data, nodes, settings, options);
  }

  /** The same of any build. */
  public static ShopUnderTest start(
      Build build, Path data, int nodes, Map<String, String> settings, String... options)
      throws InterruptedException {
    var log = data.resolveSibling(data.getFileName() + ".log");
    try {
      Files.createDirectories(data.getParent());
      var builder =
          new ProcessBuilder(command(build.home(), data, nodes, options))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(settings);
      builder.environment().put("CLASSPATH", build.classPath());
      var shop = new ShopUnderTest(data, log, builder.start());
      Runtime.getRuntime().addShutdownHook(shop.hook);
      shop.awaitReady();
      return shop;
    } catch (IOException cause) {
      throw new LaunchException("The shop cannot be started: " + cause.getMessage(), cause);
    }
  }

  private static List<String> command(Path home, Path data, int nodes, String... options) {
    var command = new ArrayList<String>();
    command.add(java());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dtidegate.home=" + home);
    command.add("-Dlogback.configurationFile=io/tidegate/cluster/launch/launcher-logback.xml");
    command.add(Main.class.getName());
    command.add("up");
    command.add("--nodes=" + nodes);
    command.add("--data=" + data);
    command.add("--port=" + portsInARow(nodes));
    command.add("--management-port=" + portsInARow(nodes));
    command.addAll(List.of(options));
    return command;
  }

  /** The JVM that everything of the benchmark runs on. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The first of as many free ports in a row: node i takes the i-th of them. */
  private static int portsInARow(int count) {
    for (var attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt++) {
      var first = FreePorts.find(1).getFirst();
      if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
        return first;
      }
    }
    throw new LaunchException("There are no " + count + " free ports in a row.");
  }

  private void awaitReady() throws InterruptedException, IOException {
    var file = data.resolve("local.json");
    var deadline = System.nanoTime() + START_TIME.toNanos();
    while (!Files.exists(file)) {
      if (launcher.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          || System.nanoTime() > deadline) {
        close();
        throw new LaunchException("The shop does not start:\n" + LogTail.of(log, 40));
      }
    }
    local = read(file);
  }

  private static LocalJson read(Path file) throws IOException {
    return new ObjectMapper()
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
        .readValue(file.toFile(), LocalJson.class);
  }

  /** As it was when it was ready. */
  public LocalJson local() {
    return local;
  }

  /** The process of a node now, or the last one that it had. */
  public long nodePid(int index) {
    try {
      return read(data.resolve("local.json")).nodes().get(index).pid();
    } catch (IOException cause) {
      throw new LaunchException("The shop's nodes are not known: " + cause.getMessage(), cause);
    }
  }

  public List<String> baseUrls() {
    return local.nodes().stream().map(LocalJson.Node::baseUrl).toList();
  }

  public Path signingKeys() {
    return data.resolve("keys").resolve("signing-keys.json");
  }

  /** Fails where the shop has ended by itself. */
  public void requireAlive() {
    if (!launcher.isAlive()) {
      throw new LaunchException("The shop has ended:\n" + LogTail.of(log, 40));
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This JVM is ending, and the hook stops the shop as well.
    }
  }

  private synchronized void stop() {
    launcher.destroy();
    try {
      if (!launcher.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
      }
    } catch (InterruptedException _) {
      launcher.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
