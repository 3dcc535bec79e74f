package io.tidegate.loadtests.bench.baseline;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.LogTail;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.shop.ShopUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The plain endpoint as a process of its own, with the JVM settings of a node of the shop. */
public final class PlainProcess implements AutoCloseable {

  static final String DATABASE = "BENCH_DATABASE_URI";

  /** As many connections as are of use on a few cores. */
  private static final int POOL = 16;

  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final int LOOK_AGAIN_MILLIS = 100;
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final int port;

  private PlainProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and returns when it listens. It ends when this process does. */
  public static PlainProcess start(Database database, Path log) throws InterruptedException {
    var port = FreePorts.find(1).getFirst();
    var builder =
        new ProcessBuilder(command(port)).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put(DATABASE, database.uri());
    try {
      var plain = new PlainProcess(builder.start(), port);
      plain.awaitListening(log);
      return plain;
    } catch (IOException cause) {
      throw new LaunchException("The plain endpoint cannot be started: " + cause, cause);
    }
  }

  private static List<String> command(int port) {
    return List.of(
        ShopUnderTest.java(),
        "-Xms256m",
        "-Xmx512m",
        "-XX:+UseCompactObjectHeaders",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        PlainShop.class.getName(),
        Integer.toString(port),
        Integer.toString(POOL));
  }

  private void awaitListening(Path log) throws InterruptedException {
    var deadline = System.nanoTime() + START_TIME.toNanos();
    while (!listens()) {
      if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
          || System.nanoTime() > deadline) {
        close();
        throw new LaunchException("The plain endpoint does not start:\n" + LogTail.of(log, 20));
      }
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LOOK_AGAIN_MILLIS);
      return true;
    } catch (IOException _) {
      // Not yet.
      return false;
    }
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
