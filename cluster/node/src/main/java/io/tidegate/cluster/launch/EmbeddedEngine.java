package io.tidegate.cluster.launch;

import io.tidegate.engine.EngineException;
import io.tidegate.engine.RunningEngine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** An engine of our own, which can be started again with the same port and data. */
final class EmbeddedEngine implements Child {

  private final String name;
  private final Path logFile;
  private final Supplier<RunningEngine> starter;
  private RunningEngine running;

  EmbeddedEngine(String name, Path logFile, Supplier<RunningEngine> starter) {
    this.name = name;
    this.logFile = logFile;
    this.starter = starter;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path logFile() {
    return logFile;
  }

  @Override
  public synchronized void start() {
    stop();
    try {
      running = starter.get();
    } catch (EngineException e) {
      throw new LaunchException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized ProcessHandle process() {
    return running.process();
  }

  /** None while it does not run. */
  synchronized Optional<Long> pid() {
    return Optional.ofNullable(running)
        .map(RunningEngine::process)
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid);
  }

  /** Stops it if it runs, and frees its folder also if it has died. */
  synchronized void stop() {
    if (running != null) {
      running.stop();
      running = null;
    }
  }
}
