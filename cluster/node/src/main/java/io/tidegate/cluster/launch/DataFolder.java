package io.tidegate.cluster.launch;

import io.tidegate.engine.DirectoryLock;
import io.tidegate.engine.EngineException;
import io.tidegate.engine.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder that holds everything a shop keeps, held for one supervisor at a time. A file in it
 * marks it as ours; without that file nothing in a folder is ever written or deleted.
 */
final class DataFolder implements AutoCloseable {

  private static final String MARKER = "tidegate-data.txt";
  private static final String MARKER_TEXT =
      "This folder holds the data of a Tidegate shop. `./tidegate up --fresh` deletes it.\n";

  private static final long LOG_BYTES_MAX = 16L << 20;

  private final Path path;
  private final DirectoryLock lock;

  private DataFolder(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, making it where there is none; refuses one that is not ours, not writable, or
   * taken.
   */
  static DataFolder open(Path path) {
    if (Files.exists(path) && !Files.exists(path.resolve(MARKER)) && !isEmpty(path)) {
      throw new LaunchException(
          "%s holds something else than Tidegate's data: choose another folder with --data."
              .formatted(path));
    }
    try {
      Files.createDirectories(path);
      var lock = DirectoryLock.tryTake(path.resolve("run"));
      if (lock.isEmpty()) {
        throw new LaunchException(
            "Tidegate is already running on %s (process %s): stop that one first or choose another folder with --data."
                .formatted(path, DirectoryLock.holder(path.resolve("run"))));
      }
      Files.writeString(path.resolve(MARKER), MARKER_TEXT);
      // Others may pass but not look: the engines run as nobody where root starts them.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      shelveLongLogs(path.resolve("logs"));
      return new DataFolder(path, lock.get());
    } catch (IOException | EngineException e) {
      throw new LaunchException(
          "Cannot write to %s (%s): make it writable or choose another folder with --data."
              .formatted(path, e.getCause() == null ? e : e.getCause()),
          e);
    }
  }

  /** Logs are appended to; a long one makes room and stays readable until the next one is long. */
  private static void shelveLongLogs(Path logs) throws IOException {
    Files.createDirectories(logs);
    try (var files = Files.list(logs)) {
      for (var log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        if (Files.size(log) > LOG_BYTES_MAX) {
          Files.move(
              log,
              log.resolveSibling(log.getFileName() + ".old"),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Deletes everything but the lock and the marker. Nothing may be running on it any more. */
  void clear() {
    try (var kept = Files.list(path)) {
      var ours = List.of(path.resolve("run"), path.resolve(MARKER));
      for (var each : kept.filter(child -> !ours.contains(child)).toList()) {
        FolderTree.delete(each);
      }
    } catch (IOException e) {
      throw new LaunchException("Cannot delete the data in %s (%s).".formatted(path, e), e);
    }
  }

  Path path() {
    return path;
  }

  Path secrets() {
    return secrets(path);
  }

  static Path secrets(Path data) {
    return data.resolve("secrets.json");
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  /** Where the engines' programs are unpacked to. */
  Path engines() {
    return path.resolve("engines");
  }

  Path signingKeys() {
    return path.resolve("keys").resolve("signing-keys.json");
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  Path nodeSettings(int index) {
    return nodeSettings(path, index);
  }

  static Path nodeSettings(Path data, int index) {
    return data.resolve("run").resolve("node-" + index + ".json");
  }

  Path nodePid(int index) {
    return path.resolve("run").resolve("node-" + index + ".pid");
  }

  /** The process id files of all nodes of an earlier run. */
  List<Path> nodePids() {
    try (var files = Files.list(path.resolve("run"))) {
      return files.filter(file -> file.toString().endsWith(".pid")).sorted().toList();
    } catch (IOException e) {
      throw new LaunchException("Cannot read %s (%s).".formatted(path.resolve("run"), e), e);
    }
  }

  Path localJson() {
    return localJson(path);
  }

  static Path localJson(Path data) {
    return data.resolve("local.json");
  }

  private static boolean isEmpty(Path path) {
    try (var children = Files.list(path)) {
      return children.findAny().isEmpty();
    } catch (IOException e) {
      throw new LaunchException(
          "Cannot read %s (%s): choose another folder with --data.".formatted(path, e), e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
