package io.tidegate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts a PostgreSQL server of our own on 127.0.0.1. Its data are kept between starts; a server
 * that a killed process left running in the folder is stopped first. May be called from any thread;
 * blocks for seconds, at most about two minutes.
 */
public final class PostgresEngine {

  private static final Duration SETUP_TIME = Duration.ofSeconds(60);
  private static final Duration STOP_TIME = Duration.ofSeconds(30);

  private static final Map<String, String> TUNING =
      Map.ofEntries(
          Map.entry("max_connections", "200"),
          Map.entry("shared_buffers", "256MB"),
          Map.entry("effective_cache_size", "1GB"),
          Map.entry("random_page_cost", "1.1"),
          // Few, spread-out checkpoints: each makes the next write of every page a full one.
          Map.entry("max_wal_size", "4GB"),
          Map.entry("min_wal_size", "512MB"),
          Map.entry("checkpoint_timeout", "15min"),
          // Two cores: workers that read ahead would only take turns with the queries.
          Map.entry("io_method", "sync"),
          Map.entry("jit", "off"),
          // The outbox tables are filled and emptied all the time.
          Map.entry("autovacuum_naptime", "15s"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_line_prefix", "%m [%p] %u %a "));

  private PostgresEngine() {}

  /** Starts the server and returns when it accepts connections and its durability is checked. */
  public static RunningPostgres start(PostgresSettings settings) {
    var lock = DirectoryLock.take(settings.directory(), "PostgreSQL");
    try {
      var binaries = PostgresBinaries.unpackedBelow(settings.binariesDirectory());
      var data = settings.directory().resolve("data");
      endLeftOver(data);
      var user =
          EngineUser.choose(data, List.of(settings.directory(), binaries, programme(binaries)));
      if (!Files.exists(data)) {
        initialise(settings, binaries, data, user);
      }
      user.own(data);
      return start(settings, binaries, data, user, lock);
    } catch (IOException e) {
      lock.close();
      throw new EngineException(
          "Cannot prepare PostgreSQL in %s: %s".formatted(settings.directory(), e.getMessage()), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Stops a server that a killed process left running in its folder; does nothing where there is
   * none.
   *
   * @param directory as in the settings it was started with
   */
  public static void stopLeftOver(Path directory) {
    var folder = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var _ = DirectoryLock.take(folder, "PostgreSQL")) {
      endLeftOver(folder.resolve("data"));
    } catch (IOException e) {
      throw new EngineException("Cannot stop PostgreSQL in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static RunningPostgres start(
      PostgresSettings settings, Path binaries, Path data, EngineUser user, DirectoryLock lock) {
    var process =
        LocalProcess.start(user, command(settings, binaries, data), Map.of(), settings.logFile());
    try {
      var uri = PostgresConnection.awaitDurable(settings, process);
      return new RunningPostgres(
          uri,
          PostgresConnection.jdbcUrl(settings, PostgresConnection.DATABASE),
          PostgresConnection.USER,
          settings.password(),
          process.toHandle(),
          settings.logFile(),
          lock);
    } catch (RuntimeException e) {
      LocalProcess.stop(process.toHandle(), "INT", STOP_TIME);
      throw e;
    }
  }

  /**
   * Makes the data folder under another name first, so that one that was not finished never counts.
   */
  private static void initialise(
      PostgresSettings settings, Path binaries, Path data, EngineUser user) throws IOException {
    var folderMode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    var fileMode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var unfinished = settings.directory().resolve("unfinished");
    var password = settings.directory().resolve("password");
    FolderTree.delete(unfinished);
    Files.deleteIfExists(password);
    Files.createDirectory(unfinished, folderMode);
    Files.createFile(password, fileMode);
    try {
      Files.writeString(password, settings.password());
      user.own(unfinished);
      user.own(password);
      var initdb =
          List.of(
              binaries.resolve("bin/initdb").toString(),
              "--pgdata=" + unfinished,
              "--username=" + PostgresConnection.USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              // The built-in C.UTF-8 sorts and folds the same on every operating system.
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--data-checksums",
              "--no-instructions");
      LocalProcess.run(user, initdb, settings.logFile(), SETUP_TIME);
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(password);
    }
  }

  private static List<String> command(PostgresSettings settings, Path binaries, Path data) {
    var command = new ArrayList<>(List.of(programme(binaries).toString(), "-D", data.toString()));
    var all = new HashMap<>(TUNING);
    all.putAll(PostgresConnection.DURABLE);
    all.putAll(settings.settings());
    all.put("port", Integer.toString(settings.port()));
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  private static Path programme(Path binaries) {
    return binaries.resolve("bin/postgres");
  }

  private static void endLeftOver(Path data) throws IOException {
    var pidFile = data.resolve("postmaster.pid");
    var pid = LocalProcess.pidIn(pidFile);
    if (pid.isPresent()) {
      // The number may have gone to an unrelated process since, so the command line must fit.
      LocalProcess.find(pid.getAsLong(), List.of("-D", data.toString()))
          .ifPresent(server -> LocalProcess.stop(server, "INT", STOP_TIME));
    }
    // What a killed server leaves would stop the next one once its number is in use again.
    Files.deleteIfExists(pidFile);
  }
}
