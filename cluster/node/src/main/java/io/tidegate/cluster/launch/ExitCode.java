package io.tidegate.cluster.launch;

/** What {@code ./tidegate} ends with. Scripts rely on it, so a number keeps its meaning. */
final class ExitCode {

  static final int OK = 0;

  /** It ran, but not all is well: a node is not ready, a check of the demo failed. */
  static final int FAILED = 1;

  /** Wrong usage; picocli's own. */
  static final int USAGE = 2;

  /** It did not start, for the reason that was printed. */
  static final int NOT_STARTED = 3;

  /** Nothing runs on that data folder. */
  static final int NOT_RUNNING = 4;

  private ExitCode() {}
}
