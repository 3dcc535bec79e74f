package io.tidegate.loadtests.bench.baseline;

import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.loadtests.bench.measure.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs PostgreSQL's own benchmark program with a script of ours. */
public final class Pgbench {

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int THREADS_MAX = 2;
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");
  private static final Pattern COUNT =
      Pattern.compile("(?m)^number of transactions actually processed: ([0-9]+)");
  private static final Pattern LATENCY = Pattern.compile("(?m)^latency average = ([0-9.]+) ms");

  private final Path program;
  private final Path folder;

  private Pgbench(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * What pgbench said.
   *
   * @param perSecond transactions, without the time for connecting
   */
  public record Result(double perSecond, long transactions, double latencyMillis) {

    /** Reads the summary at the end of its output. */
    static Result parse(String output) {
      var transactions = Long.parseLong(found(COUNT, output));
      // As where so many clients take all the time to connect; it tells no rate then.
      return transactions == 0
          ? new Result(0, 0, 0)
          : new Result(
              Double.parseDouble(found(RATE, output)),
              transactions,
              Double.parseDouble(found(LATENCY, output)));
    }

    private static String found(Pattern pattern, String output) {
      var matcher = pattern.matcher(output);
      if (!matcher.find()) {
        throw new LaunchException("pgbench did not say what it measured:\n" + output);
      }
      return matcher.group(1);
    }
  }

  /**
   * Finds the program on the PATH or where Debian puts it.
   *
   * @param folder for its scripts
   */
  public static Pgbench find(Path folder) {
    var program =
        onPath()
            .or(Pgbench::ofDebian)
            .orElseThrow(
                () ->
                    new LaunchException(
                        "The comparison needs pgbench, and it is neither on the PATH nor below %s. Install it, for example with `apt-get install postgresql-contrib` (Debian, Ubuntu: postgresql-client brings it too), or `dnf install postgresql-contrib`; or leave it out with --only zipf,cart3,cart10,sold-out,latency,overload."
                            .formatted(DEBIAN)));
    return new Pgbench(program, folder);
  }

  private static Optional<Path> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, "pgbench"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> ofDebian() {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (var versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin").resolve("pgbench"))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(Path::toString));
    } catch (IOException cause) {
      throw new LaunchException("Cannot read " + DEBIAN + ": " + cause.getMessage(), cause);
    }
  }

  /** What it calls itself. */
  public String version() throws InterruptedException {
    return run(List.of(program.toString(), "--version"), null, GRACE).strip();
  }

  /**
   * Runs a script and waits for its end.
   *
   * @param script the name of a resource beside this class
   * @param variables for the script
   */
  public Result run(
      Database database,
      String script,
      Map<String, Integer> variables,
      int clients,
      Duration duration)
      throws InterruptedException {
    try {
      var file = folder.resolve(script);
      Files.createDirectories(folder);
      Files.writeString(file, BaselineDatabase.resource(script));
      var command = command(database, file, variables, clients, duration);
      return Result.parse(run(command, database.password(), duration.plus(GRACE)));
    } catch (IOException cause) {
      throw new LaunchException("pgbench cannot be prepared: " + cause.getMessage(), cause);
    }
  }

  private List<String> command(
      Database database,
      Path file,
      Map<String, Integer> variables,
      int clients,
      Duration duration) {
    var command = new ArrayList<String>();
    command.addAll(List.of(program.toString(), "--no-vacuum", "--protocol=prepared"));
    command.add("--client=" + clients);
    command.add("--jobs=" + Math.min(clients, THREADS_MAX));
    command.add("--time=" + Math.max(1, duration.toSeconds()));
    command.add("--file=" + file);
    variables.forEach((name, value) -> command.add("--define=" + name + "=" + value));
    command.add("--host=" + database.host());
    command.add("--port=" + database.port());
    command.add("--username=" + database.user());
    command.add(database.name());
    return command;
  }

  private String run(List<String> command, String password, Duration timeMax)
      throws InterruptedException {
    try {
      Files.createDirectories(folder);
      var output = Files.createTempFile(folder, "pgbench", ".txt");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      if (password != null) {
        builder.environment().put("PGPASSWORD", password);
      }
      var process = builder.start();
      try {
        if (!process.waitFor(timeMax.toSeconds(), TimeUnit.SECONDS)) {
          throw new LaunchException("pgbench did not end in time.");
        }
      } finally {
        process.destroyForcibly();
      }
      var said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (process.exitValue() != 0) {
        throw new LaunchException("pgbench failed:\n" + said);
      }
      return said;
    } catch (IOException cause) {
      throw new LaunchException("pgbench cannot be run: " + cause.getMessage(), cause);
    }
  }
}
