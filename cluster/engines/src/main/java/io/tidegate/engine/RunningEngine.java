package io.tidegate.engine;

import java.nio.file.Path;

/** An engine that this process started and may stop. Safe for use by several threads. */
public sealed interface RunningEngine extends AutoCloseable permits RunningPostgres, RunningKafka {

  /** What people call it: {@code PostgreSQL}, {@code Kafka}. */
  String name();

  /** The process of the engine itself; its {@code onExit} tells when it died. */
  ProcessHandle process();

  /** The file that holds what the engine says. */
  Path logFile();

  /**
   * Ends the engine in order, after at most half a minute by force, and frees its folder. Stopping
   * twice does nothing.
   */
  void stop();

  default long pid() {
    return process().pid();
  }

  @Override
  default void close() {
    stop();
  }
}
