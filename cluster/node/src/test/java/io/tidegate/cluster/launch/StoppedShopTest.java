package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is restored over a shop, and nothing is refilled where there is none. */
class StoppedShopTest {

  @TempDir Path folder;

  @Test
  void makesNoShopWhereThereIsOne() throws Exception {
    Files.writeString(folder.resolve("tidegate-data.txt"), "a shop's");
    Files.writeString(folder.resolve("secrets.json"), "its secrets");

    var failure = assertThrows(LaunchException.class, () -> StoppedShop.make(folder));

    assertTrue(failure.getMessage().contains("There is a shop in"), failure.getMessage());
    assertEquals("its secrets", Files.readString(folder.resolve("secrets.json")));
  }

  @Test
  void makesNoShopAmongOtherThings() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "Dear Mina");

    assertThrows(LaunchException.class, () -> StoppedShop.make(folder));

    assertEquals("Dear Mina", Files.readString(folder.resolve("letter.txt")));
  }

  @Test
  void opensNoShopWhereThereIsNone() {
    var nowhere = folder.resolve("nowhere");

    assertThrows(LaunchException.class, () -> StoppedShop.open(nowhere));

    assertFalse(Files.exists(nowhere));
  }
}
