package io.tidegate.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of this machine: starting, finding again and ending them, all within stated time. */
public final class LocalProcess {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration KILL_TIME = Duration.ofSeconds(10);

  private LocalProcess() {}

  /** Starts a server that outlives this process; what it says is appended to the log file. */
  static Process start(
      EngineUser user, List<String> command, Map<String, String> environment, Path logFile) {
    var builder = new ProcessBuilder(Detached.command(user.command(command)));
    builder.environment().putAll(environment);
    // Never this process's own output: a server that is left over would keep it open.
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true).redirectOutput(appendTo(logFile));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EngineException("Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** Runs a command to its end and fails with what it said unless it ended well. */
  static void run(EngineUser user, List<String> command, Path logFile, Duration patience) {
    var process = start(user, command, Map.of(), logFile);
    if (!exited(process, patience)) {
      process.destroyForcibly();
      throw new EngineException(
          "%s took longer than %d s; see %s"
              .formatted(command.getFirst(), patience.toSeconds(), logFile));
    }
    if (process.exitValue() != 0) {
      throw new EngineException(
          "%s failed with %d:\n%s"
              .formatted(command.getFirst(), process.exitValue(), LogTail.of(logFile, 20)));
    }
  }

  /** Whether a command ends well within five seconds; what it says is of no interest. */
  static boolean succeeds(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (exited(process, Duration.ofSeconds(5))) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException _) {
      // The program is not there, which is an answer too.
      return false;
    }
  }

  /** Sends the signal, waits, and kills what is still there afterwards. */
  public static void stop(ProcessHandle process, String signal, Duration patience) {
    if (!isRunning(process)) {
      return;
    }
    signal(process, signal);
    if (ended(process, patience)) {
      return;
    }
    process.destroyForcibly();
    if (!ended(process, KILL_TIME)) {
      throw new EngineException("Process " + process.pid() + " does not end, not even when killed");
    }
  }

  /** Sends a signal by its name ({@code STOP}); false where there was nobody to take it. */
  public static boolean signal(ProcessHandle process, String signal) {
    return succeeds(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid()));
  }

  /**
   * Waits for the end of a process, no longer than {@code patience}; the answer is whether it
   * ended.
   */
  public static boolean ended(ProcessHandle process, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (isRunning(process)) {
      var left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      awaitExit(process, Math.min(left, LOOK_AGAIN.toNanos()));
    }
    return true;
  }

  private static boolean exited(Process process, Duration patience) {
    try {
      return process.waitFor(patience);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted(process.toHandle(), e);
    }
  }

  private static EngineException interrupted(ProcessHandle process, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new EngineException("Interrupted while waiting for process " + process.pid(), e);
  }

  private static void awaitExit(ProcessHandle process, long nanos) {
    try {
      process.onExit().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // Still there; the caller knows how long it wants to wait.
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Alive and not merely a dead orphan that nobody has collected yet, as there are in containers.
   */
  public static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process);
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      var status = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The state follows the name, which is in brackets and may hold anything.
      return status.startsWith("Z", status.lastIndexOf(')') + 2);
    } catch (IOException _) {
      // No such file system here, or the process has gone this moment; the next look tells.
      return false;
    }
  }

  /**
   * The process id that a file holds in its first line; none where there is no such file or no
   * number in it.
   */
  public static OptionalLong pidIn(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.limit(1).map(String::strip).mapToLong(Long::parseLong).findFirst();
    } catch (IOException | NumberFormatException _) {
      // A file that was cut off by a crash says as little as none.
      return OptionalLong.empty();
    }
  }

  /**
   * The process with that id, if it runs and all of these are among the words of its command line.
   */
  public static Optional<ProcessHandle> find(long pid, List<String> words) {
    return ProcessHandle.of(pid)
        .filter(LocalProcess::isRunning)
        .filter(process -> commandLine(process).containsAll(words));
  }

  private static List<String> commandLine(ProcessHandle process) {
    var words = new ArrayList<String>();
    process.info().command().ifPresent(words::add);
    process.info().arguments().ifPresent(arguments -> words.addAll(List.of(arguments)));
    return words;
  }

  private static ProcessBuilder.Redirect appendTo(Path logFile) {
    try {
      Files.createDirectories(logFile.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new EngineException("Cannot write the log file " + logFile + ": " + e.getMessage(), e);
    }
    return ProcessBuilder.Redirect.appendTo(logFile.toFile());
  }
}
