package io.tidegate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() {
    try (var _ = DirectoryLock.take(folder, "it")) {
      assertTrue(DirectoryLock.tryTake(folder).isEmpty());
      var pid = Long.toString(ProcessHandle.current().pid());
      assertEquals(pid, DirectoryLock.holder(folder));
    }
    DirectoryLock.take(folder, "it").close();
  }

  /** Whoever starts an engine again until it starts would otherwise wait for itself for ever. */
  @Test
  void isHeldByNobodyWhereTheDiskIsFull() throws IOException {
    var file = folder.resolve("tidegate.lock");
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    assertThrows(EngineException.class, () -> DirectoryLock.tryTake(folder));
    assertThrows(EngineException.class, () -> DirectoryLock.tryTake(folder));

    Files.delete(file);
    DirectoryLock.take(folder, "it").close();
  }
}
