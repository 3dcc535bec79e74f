package io.tidegate.loadtests.bench.shop;

import io.tidegate.cluster.launch.LaunchException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkout of Tidegate that was built.
 *
 * @param home the folder of {@code ./tidegate}, whose {@code conf} counts
 * @param classPath of all its processes
 */
public record Build(Path home, String classPath) {

  /** The one that runs. */
  public static Build own(Path home) {
    return new Build(home, System.getProperty("java.class.path"));
  }

  /** Another one, as {@code ./tidegate} has built it there last. */
  public static Build at(Path home) {
    var target = home.resolve("cluster/node/target");
    var built = target.resolve("launch/built");
    try {
      if (Files.isRegularFile(built)) {
        var jars = Path.of(Files.readString(built).strip());
        if (Files.isDirectory(jars)) {
          return new Build(home, jars + "/*" + File.pathSeparator + target + "/lib/*");
        }
      }
    } catch (IOException cause) {
      throw new LaunchException("Cannot read %s (%s).".formatted(built, cause), cause);
    }
    throw new LaunchException(
        "There is no built Tidegate in %s; ./tidegate bench --help builds it there."
            .formatted(home));
  }
}
