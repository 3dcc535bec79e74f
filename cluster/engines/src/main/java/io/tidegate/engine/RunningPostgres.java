package io.tidegate.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server that accepts connections, with its durability checked.
 *
 * @param uri for vertx-pg-client: {@code postgresql://user:password@host:port/database}
 * @param jdbcUrl for JDBC, without user and password
 */
public record RunningPostgres(
    String uri,
    String jdbcUrl,
    String user,
    String password,
    ProcessHandle process,
    Path logFile,
    DirectoryLock lock)
    implements RunningEngine {

  private static final Duration STOP_TIME = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "PostgreSQL";
  }

  /** Stops the server in its "fast" manner: clients are disconnected, a checkpoint is written. */
  @Override
  public void stop() {
    // SIGTERM would wait for the last client to leave of its own accord; SIGINT does not.
    LocalProcess.stop(process, "INT", STOP_TIME);
    lock.close();
  }

  @Override
  public String toString() {
    return "PostgreSQL at " + jdbcUrl + ", pid " + process.pid();
  }
}
