package io.tidegate.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that the terminal's Ctrl-C does not reach. The terminal sends it to every process in
 * front, but who is stopped when, is for the one who started them to say: nodes before the engines
 * that they drain into.
 */
public final class Detached {

  private static final List<String> SETSID = List.of("setsid");
  private static final List<String> PERL_SETSID =
      List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!", "--");
  // The JVM leaves an interrupt ignored that it finds ignored.
  private static final List<String> IGNORE_INTERRUPT =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  private Detached() {}

  /** The command in a session of its own; the process id stays that of the command. */
  public static List<String> command(List<String> command) {
    var prefix = onPath("setsid") ? SETSID : onPath("perl") ? PERL_SETSID : IGNORE_INTERRUPT;
    var detached = new ArrayList<>(prefix);
    detached.addAll(command);
    return List.copyOf(detached);
  }

  static boolean onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
