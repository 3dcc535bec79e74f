package io.tidegate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Folders for the tests, and the binaries that they share. */
final class Folder {

  /** Unpacked once for all tests of the module. */
  static final Path BINARIES = Path.of("target", "engines").toAbsolutePath();

  private Folder() {}

  /** Lets an unprivileged user pass, as JUnit's own temporary folders do not. */
  static Path openToOthers(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return folder;
  }

  static PostgresSettings postgres(Path folder, String password) {
    var port = FreePorts.find(1).getFirst();
    var below = PostgresSettings.below(folder, port, password);
    return new PostgresSettings(
            below.directory(), BINARIES, below.logFile(), port, password, below.settings())
        .with("shared_buffers", "16MB");
  }

  static KafkaSettings kafka(Path folder) {
    var ports = FreePorts.find(2);
    return KafkaSettings.below(folder, ports.get(0), ports.get(1));
  }

  /** The capabilities that the kernel grants a process, as it prints them. */
  static String capabilities(ProcessHandle process) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
    return status.stream()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> line.substring("CapEff:".length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
