package io.tidegate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * Ends an engine when this process is gone, however it went: a shell that reads from a pipe which
 * only this process holds open, and sends the engine a signal once the pipe has ended.
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r word
      [ "$word" = done ] || kill -"$1" "$2"
      """;

  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  static Watchdog over(ProcessHandle engine, String signal) {
    try {
      return new Watchdog(
          new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", signal, Long.toString(engine.pid()))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** The engine has ended already. */
  @Override
  public void close() {
    try (var pipe = shell.outputWriter()) {
      pipe.write("done\n");
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
