package io.tidegate.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Holds a folder for this process alone. The operating system frees it when the process dies,
 * however it dies, so that an engine found in a folder whose lock is free is one that nobody looks
 * after any more.
 */
public final class DirectoryLock implements AutoCloseable {

  private static final String FILE = "tidegate.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock or throws an {@link EngineException} that names the folder; does not wait. */
  public static DirectoryLock take(Path directory, String what) {
    return tryTake(directory)
        .orElseThrow(
            () ->
                new EngineException(
                    "%s in %s is in use by process %s. Stop that one or choose another folder."
                        .formatted(what, directory, holder(directory))));
  }

  /** Takes the lock if it is free; makes the folder where there is none. */
  public static Optional<DirectoryLock> tryTake(Path directory) {
    try {
      Files.createDirectories(directory);
      var file = directory.resolve(FILE);
      return taken(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new EngineException(
          "Cannot write to %s (%s). Make it writable or choose another folder."
              .formatted(directory, e),
          e);
    }
  }

  /** Holds nothing where it says that it cannot, as on a disk that is full. */
  private static Optional<DirectoryLock> taken(FileChannel channel) throws IOException {
    try {
      if (!locked(channel)) {
        channel.close();
        return Optional.empty();
      }
      var pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.truncate(0).write(ByteBuffer.wrap(pid));
      return Optional.of(new DirectoryLock(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The process id that the lock's last holder wrote, for a message to people. */
  public static String holder(Path directory) {
    try {
      return Files.readString(directory.resolve(FILE)).strip();
    } catch (IOException _) {
      return "unknown";
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // This very process holds it already.
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EngineException("Cannot free a folder's lock: " + e.getMessage(), e);
    }
  }
}
