package io.tidegate.cluster.launch;

import java.util.function.IntSupplier;

/**
 * Stops the shop on Ctrl-C, SIGTERM and a closed terminal, and ends the process with the code that
 * the stopping gives, which is 0 where nothing went wrong: a JVM that is stopped by a signal would
 * end with another one.
 */
final class StopOnSignal implements AutoCloseable {

  private final Thread hook;

  StopOnSignal(IntSupplier stop) {
    hook = new Thread(() -> stop(stop), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void stop(IntSupplier stop) {
    try {
      Runtime.getRuntime().halt(stop.getAsInt());
    } catch (RuntimeException e) {
      System.err.println("Stopping failed: " + e.getMessage());
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // A signal has come: the hook stops the shop now and then ends the process.
    }
  }
}
