package io.tidegate.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a PostgreSQL server needs to be told.
 *
 * @param directory the server's own folder; the data are in its {@code data} folder
 * @param binariesDirectory where the binaries are unpacked to, once per version; several servers
 *     may share it
 * @param port on 127.0.0.1, free at start; may differ from start to start
 * @param password of the superuser {@code tidegate}; set at the first start, needed again at every
 *     other
 * @param settings server settings by name that win over the engine's own, except those that
 *     durability rests on
 */
public record PostgresSettings(
    Path directory,
    Path binariesDirectory,
    Path logFile,
    int port,
    String password,
    Map<String, String> settings) {

  public PostgresSettings {
    directory = directory.toAbsolutePath().normalize();
    binariesDirectory = binariesDirectory.toAbsolutePath().normalize();
    logFile = logFile.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    requireNonNull(password, "password");
  }

  /** Everything below one folder: {@code postgres}, {@code engines}, {@code logs}. */
  public static PostgresSettings below(Path folder, int port, String password) {
    return new PostgresSettings(
        folder.resolve("postgres"),
        folder.resolve("engines"),
        folder.resolve("logs/postgres.log"),
        port,
        password,
        Map.of());
  }

  /** The same with one more server setting. */
  public PostgresSettings with(String name, String value) {
    var more = new HashMap<>(settings);
    more.put(name, value);
    return new PostgresSettings(directory, binariesDirectory, logFile, port, password, more);
  }

  @Override
  public String toString() {
    return "PostgresSettings[directory=%s, port=%d, password=•••]".formatted(directory, port);
  }
}
