package io.tidegate.engine;

import java.nio.file.Path;
import java.time.Duration;

/** A Kafka broker that answers. */
public record RunningKafka(
    String bootstrapServers, ProcessHandle process, Path logFile, DirectoryLock lock)
    implements RunningEngine {

  private static final Duration STOP_TIME = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public void stop() {
    LocalProcess.stop(process, "TERM", STOP_TIME);
    lock.close();
  }

  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers + ", pid " + process.pid();
  }
}
