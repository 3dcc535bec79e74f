package io.tidegate.testkit;

import io.tidegate.engine.DirectoryLock;
import io.tidegate.engine.FolderTree;
import io.tidegate.engine.FreePorts;
import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.KafkaSettings;
import io.tidegate.engine.PostgresEngine;
import io.tidegate.engine.PostgresSettings;
import io.tidegate.engine.RunningEngine;
import io.tidegate.engine.RunningKafka;
import io.tidegate.engine.RunningPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server and a real Kafka broker, each started when a test first asks for it,
 * shared by all tests of the JVM, and gone with it. Their folders are below {@code
 * target/test-engines} of the build's root, one for each JVM at work; nothing is kept there but
 * PostgreSQL's programs. Any thread; blocks for seconds at the first call.
 */
public final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private static final Path ROOT = root().resolve("target").resolve("test-engines");
  private static final int JVMS_MAX = 64;

  private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();
  private static Path folder;
  private static RunningPostgres postgres;
  private static RunningKafka kafka;

  private Engines() {}

  /** The root of the build. */
  static Path root() {
    var root = System.getProperty("tidegate.root");
    if (root == null) {
      throw new IllegalStateException("-Dtidegate.root must name the root of the build");
    }
    return Path.of(root);
  }

  /** The server that all tests of this JVM share; each has databases of its own in it. */
  public static synchronized RunningPostgres postgres() {
    if (postgres == null) {
      postgres = startPostgres();
    }
    return postgres;
  }

  /** The broker that all tests of this JVM share; each has topics of its own in it. */
  public static synchronized RunningKafka kafka() {
    if (kafka == null) {
      var ports = FreePorts.find(2);
      kafka = startKafka(KafkaSettings.below(folder(), ports.get(0), ports.get(1)));
    }
    return kafka;
  }

  /** A broker that a test may stop and start again as it likes; it ends with the JVM. */
  public static synchronized RunningKafka startKafka(KafkaSettings settings) {
    return watched(KafkaEngine.start(settings), "TERM");
  }

  /** Settings of a broker of one's own: on free ports, in a folder of this JVM's. */
  public static synchronized KafkaSettings kafkaSettings(String name) {
    var ports = FreePorts.find(2);
    return KafkaSettings.below(folder().resolve("own").resolve(name), ports.get(0), ports.get(1));
  }

  private static RunningPostgres startPostgres() {
    var below =
        PostgresSettings.below(
            folder(), FreePorts.find(1).getFirst(), UUID.randomUUID().toString());
    var settings =
        new PostgresSettings(
                below.directory(),
                ROOT.resolve("programs"),
                below.logFile(),
                below.port(),
                below.password(),
                below.settings())
            .with("shared_buffers", "64MB")
            .with("log_min_error_statement", "panic");
    return watched(PostgresEngine.start(settings), "INT");
  }

  private static <E extends RunningEngine> E watched(E engine, String signal) {
    var watchdog = Watchdog.over(engine.process(), signal);
    STARTED.push(
        () -> {
          engine.stop();
          watchdog.close();
        });
    return engine;
  }

  private static Path folder() {
    if (folder == null) {
      folder = ownFolder();
    }
    return folder;
  }

  private static Path ownFolder() {
    for (var number = 1; number <= JVMS_MAX; number++) {
      var candidate = ROOT.resolve(Integer.toString(number));
      var lock = DirectoryLock.tryTake(candidate);
      if (lock.isPresent()) {
        emptied(candidate);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(candidate, lock.get())));
        return candidate;
      }
    }
    throw new IllegalStateException(JVMS_MAX + " JVMs test at once in " + ROOT);
  }

  /** Ends what a killed JVM may have left there, and its data. */
  private static void emptied(Path folder) {
    PostgresEngine.stopLeftOver(folder.resolve("postgres"));
    KafkaEngine.stopLeftOver(folder.resolve("kafka"));
    deleteBelow(folder);
  }

  private static void deleteBelow(Path folder) {
    try {
      for (var name : new String[] {"postgres", "kafka", "own", "logs"}) {
        FolderTree.delete(folder.resolve(name));
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static synchronized void stop(Path folder, DirectoryLock lock) {
    while (!STARTED.isEmpty()) {
      try {
        STARTED.pop().close();
      } catch (Exception cause) {
        LOG.error("an engine did not stop; the others are stopped all the same", cause);
      }
    }
    deleteBelow(folder);
    lock.close();
  }
}
