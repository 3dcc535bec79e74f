package io.tidegate.cluster.launch;

import java.nio.file.Path;

/** A process that the supervisor looks after. */
sealed interface Child permits EmbeddedEngine, NodeProcess {

  /** As people are told about it. */
  String name();

  Path logFile();

  /** Starts it, for the first time or again. */
  void start();

  /** The process of the latest start. */
  ProcessHandle process();
}
