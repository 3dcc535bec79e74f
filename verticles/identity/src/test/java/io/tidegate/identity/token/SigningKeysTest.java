package io.tidegate.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.platform.conf.ConfException;
import io.tidegate.platform.guard.JwkSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

  @TempDir Path folder;

  @Test
  void makesAKeyThatOnlyItsOwnerCanRead() throws IOException {
    var file = folder.resolve("keys.json");

    var keys = SigningKeys.load(file, true);

    assertTrue(keys.canSign());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void readsTheSameKeyEverAfter() {
    var file = folder.resolve("keys.json");

    var made = SigningKeys.load(file, true);

    assertEquals(made.toJson(), SigningKeys.load(file, true).toJson());
    assertEquals(made.toJson(), SigningKeys.load(file, false).toJson());
  }

  @Test
  void comesToOneKeyWhereSeveralNodesStartAtOnce() throws Exception {
    var nodes = 8;
    var file = folder.resolve("keys.json");
    var start = new CyclicBarrier(nodes);
    var loads = new ArrayList<Callable<String>>();
    for (var i = 0; i < nodes; i++) {
      loads.add(
          () -> {
            start.await(10, TimeUnit.SECONDS);
            return SigningKeys.load(file, true).toJson();
          });
    }

    var loaded = new HashSet<String>();
    try (var threads = Executors.newFixedThreadPool(nodes)) {
      for (var load : threads.invokeAll(loads)) {
        loaded.add(load.get());
      }
    }

    assertEquals(1, loaded.size());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "drafts were left behind");
    }
  }

  @Test
  void makesNoKeyUnasked() {
    var refusal =
        assertThrows(
            ConfException.class, () -> SigningKeys.load(folder.resolve("keys.json"), false));

    assertTrue(refusal.getMessage().contains("identity.signingKeysFile"));
  }

  @Test
  void saysWhichFileIsNoKeySetWithoutQuotingIt() throws IOException {
    var file = folder.resolve("keys.json");
    Files.writeString(file, "{\"keys\": \"secret\"}");

    var refusal = assertThrows(ConfException.class, () -> SigningKeys.load(file, true));

    assertTrue(refusal.getMessage().contains(file.toString()));
    assertTrue(!refusal.getMessage().contains("secret"));
  }

  @Test
  void refusesAFileWithoutAPrivateKeyFirst() throws IOException {
    var file = folder.resolve("keys.json");
    Files.writeString(file, JwkSet.generate().publicOnly().toJson());

    assertThrows(ConfException.class, () -> SigningKeys.load(file, true));
  }
}
