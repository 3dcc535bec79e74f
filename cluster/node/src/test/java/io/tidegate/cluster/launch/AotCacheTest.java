package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs: a {@link TestNode} in a jar, whose standard input has ended already. */
@Timeout(180)
class AotCacheTest {

  /** With it a JVM fails that cannot use its cache. */
  private static final String ONLY_FROM_CACHE = "-XX:AOTMode=on";

  @TempDir Path folder;

  private AotCache cache;
  private Path jar;

  @BeforeEach
  void packNode() throws Exception {
    jar = folder.resolve("test.jar");
    Files.writeString(folder.resolve("settings.json"), "{\"node\": {\"managementPort\": 0}}");
    var classFile = TestNode.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var in = TestNode.class.getClassLoader().getResourceAsStream(classFile)) {
      out.putNextEntry(new JarEntry(classFile));
      in.transferTo(out);
    }
    cache = AotCache.in(folder, classPath());
  }

  @Test
  void givesANodeWhatAnotherHasLearnt() throws Exception {
    Files.writeString(folder.resolve("node-of-other-jars.aot"), "of an earlier build");
    assertEquals(List.of(), cache.use(), "there is nothing to start from");
    assertEquals(0, node(AotCache.record(recording())), log());

    cache.make(recording(), folder.resolve("cache.log"));

    assertEquals(0, node(onlyFromCache()), log());
    assertEquals(List.of(cache.file()), caches());
  }

  @Test
  void leavesTheCacheThatThereIsWhereNoneCanBeMade() throws Exception {
    Files.writeString(cache.file(), "of an earlier one");
    Files.writeString(recording(), "no recording");

    var failed =
        assertThrows(
            LaunchException.class, () -> cache.make(recording(), folder.resolve("cache.log")));

    assertTrue(failed.getMessage().contains("no cache"), failed.getMessage());
    assertEquals("of an earlier one", Files.readString(cache.file()));
    assertEquals(List.of(cache.file()), caches());
  }

  @Test
  void isOfNoHarmWhereItIsBroken() throws Exception {
    Files.writeString(cache.file(), "cut off");

    assertFalse(cache.use().isEmpty());
    assertEquals(0, node(cache.use()), log());
  }

  /** The JVM might run the classes of the jar that it was made of. */
  @Test
  void isNotUsedWithOtherJars() throws Exception {
    Files.writeString(cache.file(), "made of this jar");
    var older = FileTime.from(Files.getLastModifiedTime(jar).toInstant().minusSeconds(1));
    Files.setLastModifiedTime(jar, older);

    assertEquals(List.of(), AotCache.in(folder, classPath()).use());
  }

  private List<String> onlyFromCache() {
    return Stream.concat(Stream.of(ONLY_FROM_CACHE), cache.use().stream()).toList();
  }

  /** A node's life; the answer is how it ended. */
  private int node(List<String> flags) throws Exception {
    var main = List.of(TestNode.class.getName(), folder.resolve("settings.json").toString());
    var process =
        NodeJvm.process(NodeJvm.command(flags, main), classPath())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    try {
      assertTrue(process.waitFor(Duration.ofMinutes(1)), "it does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Of jars alone: a JVM takes nothing else into a cache. */
  private String classPath() {
    var libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar") && entry.contains("jackson"));
    return Stream.concat(Stream.of(jar.toString()), libraries)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path recording() {
    return folder.resolve("recording");
  }

  private List<Path> caches() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains(".aot")).toList();
    }
  }

  private String log() throws Exception {
    return Files.readString(folder.resolve("node.log"));
  }
}
