package io.tidegate.cluster.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, in memory, that can be filled to the last octet and freed again. */
final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 4_096;

  private final Path folder;
  private final Path ballast;
  private final Thread hook = new Thread(this::unmount, "unmount");

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  /** Mounts one there. Where that is not permitted the test is aborted. */
  static SmallDisk at(Path folder, int mebibytes) {
    var said =
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "mode=755,size=%dm".formatted(mebibytes),
            "tidegate",
            folder.toString());
    Assumptions.assumeTrue(
        said.isEmpty(),
        () ->
            "a disk that is full needs a mount of its own, so that nobody else's is: run this as"
                + " root, with CAP_SYS_ADMIN. mount says: "
                + said);
    var disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(disk.hook);
    return disk;
  }

  Path folder() {
    return folder;
  }

  /** Takes what is free. */
  void fill() {
    try {
      take(256 * BLOCK);
      take(BLOCK);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private void take(int octets) throws IOException {
    while (folder.toFile().getUsableSpace() >= octets) {
      try {
        Files.write(
            ballast, new byte[octets], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException cause) {
        if (folder.toFile().getUsableSpace() >= octets) {
          throw cause;
        }
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  void free() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Also where somebody still has a file open in it. */
  private void unmount() {
    var said = run("umount", "--lazy", folder.toString());
    if (!said.isEmpty()) {
      throw new IllegalStateException(said);
    }
  }

  /** What a command complains of; nothing where it ends well. */
  private static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return command[0] + " does not end";
      }
      return process.exitValue() == 0 ? "" : said.strip() + " (" + process.exitValue() + ')';
    } catch (IOException cause) {
      return cause.toString();
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", cause);
    }
  }
}
