package io.tidegate.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Starts a Kafka broker of our own on 127.0.0.1, in a JVM of its own that is run from this one's
 * class path. Topics are not created by themselves; what is in them is kept between starts. A
 * broker that a killed process left running in the folder is stopped first. May be called from any
 * thread; blocks for seconds, at most about a minute and a half.
 */
public final class KafkaEngine {

  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final Duration STOP_TIME = Duration.ofSeconds(30);
  private static final Duration TRY_AGAIN = Duration.ofMillis(50);

  private KafkaEngine() {}

  /** Starts the broker and returns when it answers. */
  public static RunningKafka start(KafkaSettings settings) {
    var lock = DirectoryLock.take(settings.directory(), "Kafka");
    try {
      var data = data(settings.directory());
      var properties = propertiesFile(settings.directory());
      endLeftOver(settings.directory());
      Files.createDirectories(data);
      write(settings, data, properties);
      var needed = new ArrayList<>(List.of(settings.directory(), properties, java()));
      classPath().forEach(needed::add);
      var user = EngineUser.choose(data, needed);
      user.own(data);
      return start(settings, properties, user, lock);
    } catch (IOException e) {
      lock.close();
      throw new EngineException(
          "Cannot prepare Kafka in %s: %s".formatted(settings.directory(), e.getMessage()), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Stops a broker that a killed process left running in its folder; does nothing where there is
   * none.
   *
   * @param directory as in the settings it was started with
   */
  public static void stopLeftOver(Path directory) {
    var folder = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var _ = DirectoryLock.take(folder, "Kafka")) {
      endLeftOver(folder);
    } catch (IOException e) {
      throw new EngineException("Cannot stop Kafka in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static RunningKafka start(
      KafkaSettings settings, Path properties, EngineUser user, DirectoryLock lock)
      throws IOException {
    // The class path goes into the environment: it is long, and no reader of the process list wants
    // it.
    var environment = Map.of("CLASSPATH", System.getProperty("java.class.path"));
    var process = LocalProcess.start(user, command(properties), environment, settings.logFile());
    try {
      Files.writeString(pidFile(settings.directory()), Long.toString(process.pid()));
      var bootstrapServers = "127.0.0.1:" + settings.port();
      awaitAnswer(settings, bootstrapServers, process);
      return new RunningKafka(bootstrapServers, process.toHandle(), settings.logFile(), lock);
    } catch (IOException | RuntimeException e) {
      LocalProcess.stop(process.toHandle(), "TERM", STOP_TIME);
      throw e;
    }
  }

  private static List<String> command(Path properties) {
    return List.of(
        java().toString(),
        "-Xms64m",
        "-Xmx384m",
        "-XX:+UseSerialGC",
        // A broker that was killed is back in a busy machine sooner; it does little for each order.
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dlogback.configurationFile=io/tidegate/engine/broker-logback.xml",
        KafkaBroker.class.getName(),
        properties.toString());
  }

  private static void write(KafkaSettings settings, Path data, Path file) throws IOException {
    var properties = new Properties();
    properties.putAll(BrokerProperties.of(settings, data));
    properties.putAll(settings.settings());
    try (var output = Files.newOutputStream(file)) {
      properties.store(output, "Written at every start.");
    }
  }

  private static void awaitAnswer(KafkaSettings settings, String bootstrapServers, Process broker) {
    var deadline = System.nanoTime() + START_TIME.toNanos();
    var ready = data(settings.directory()).resolve(KafkaBroker.READY_FILE);
    // The exit of the broker is what the loop waits for; every time it has not come, it looks
    // again.
    while (!LocalProcess.ended(broker.toHandle(), TRY_AGAIN)) {
      if (Files.exists(ready)) {
        describe(bootstrapServers, settings.logFile());
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "Kafka did not start within %d s:\n%s"
                .formatted(START_TIME.toSeconds(), LogTail.of(settings.logFile(), 20)));
      }
    }
    throw new EngineException(
        "Kafka ended while it started:\n" + LogTail.of(settings.logFile(), 20));
  }

  private static void describe(String bootstrapServers, Path logFile) {
    var settings =
        Map.<String, Object>of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            "false");
    try (var admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new EngineException("Kafka started but does not answer; see " + logFile, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted while waiting for Kafka", e);
    }
  }

  private static void endLeftOver(Path directory) throws IOException {
    var pidFile = pidFile(directory);
    var pid = LocalProcess.pidIn(pidFile);
    if (pid.isPresent()) {
      // The number may have gone to an unrelated process since, so the command line must fit.
      var words = List.of(KafkaBroker.class.getName(), propertiesFile(directory).toString());
      LocalProcess.find(pid.getAsLong(), words)
          .ifPresent(broker -> LocalProcess.stop(broker, "TERM", STOP_TIME));
    }
    Files.deleteIfExists(pidFile);
    Files.deleteIfExists(data(directory).resolve(KafkaBroker.READY_FILE));
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  private static Path pidFile(Path directory) {
    return directory.resolve("broker.pid");
  }

  private static Path propertiesFile(Path directory) {
    return directory.resolve("broker.properties");
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists);
  }
}
