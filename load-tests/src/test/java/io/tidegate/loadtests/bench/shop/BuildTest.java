package io.tidegate.loadtests.bench.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.launch.LaunchException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildTest {

  @Test
  void takesTheJarsThatWereBuiltLast(@TempDir Path home) throws Exception {
    var target = home.resolve("cluster/node/target");
    var jars = Files.createDirectories(target.resolve("launch/20261121"));
    Files.writeString(target.resolve("launch/built"), jars + "\n");

    assertEquals(jars + "/*" + File.pathSeparator + target + "/lib/*", Build.at(home).classPath());
  }

  @Test
  void saysHowToBuildWhatIsNot(@TempDir Path home) {
    var refused = assertThrows(LaunchException.class, () -> Build.at(home));

    assertTrue(refused.getMessage().contains("./tidegate bench --help"), refused.getMessage());
  }
}
