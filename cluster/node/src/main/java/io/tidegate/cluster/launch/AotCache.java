package io.tidegate.cluster.launch;

import io.tidegate.engine.LogTail;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a node's JVM has learnt and the next need not learn again: classes, loaded and linked, and
 * how the hot methods behave (JEP 483, 514 and 515; ADR 0015). A JVM sees to it itself that version
 * and flags are the same, and starts without the cache where they are not.
 *
 * @param file need not exist; its name says which jars it was made of, as the JVM may not look
 *     (JDK-8377932) and would run the classes of others
 */
record AotCache(Path file, String classPath) {

  private static final String PREFIX = "node-";
  private static final String SUFFIX = ".aot";
  private static final Duration MAKING_TIME = Duration.ofMinutes(5);

  /**
   * Beside our own jars: each build has a folder of its own, and the cache goes when that does.
   * None where our classes are in no jar, as a JVM takes only jars into a cache.
   */
  static Optional<AotCache> ofThisBuild() {
    try {
      var classes = AotCache.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Optional.of(Path.of(classes))
          .filter(Files::isRegularFile)
          .map(jar -> in(jar.getParent(), System.getProperty("java.class.path")));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one in that folder for those jars as they are now. */
  static AotCache in(Path folder, String classPath) {
    return new AotCache(folder.resolve(PREFIX + key(classPath) + SUFFIX), classPath);
  }

  /** Of the jars' names, sizes and times, to the second as images keep them, in their order. */
  private static String key(String classPath) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var entry : classPath.split(File.pathSeparator, -1)) {
        var jar = new File(entry);
        var line = entry + ' ' + jar.length() + ' ' + jar.lastModified() / 1000 + '\n';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The flags by which a node starts from it. */
  List<String> use() {
    return Files.exists(file) ? List.of("-XX:AOTCache=" + file) : List.of();
  }

  /** The flags by which a node records what it learns, and writes that down when it ends. */
  static List<String> record(Path recording) {
    return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording);
  }

  /**
   * Makes the cache of a recording and puts it where nodes look for it, whole or not at all; those
   * of other jars go. Takes some seconds of CPU.
   *
   * @param log what the JVM says about it
   */
  void make(Path recording, Path log) throws InterruptedException {
    if (!Files.exists(recording)) {
      throw new LaunchException("The node has recorded nothing; see the log of the node.");
    }
    var unfinished = file.resolveSibling(file.getFileName() + ".new");
    var flags =
        List.of(
            // Not as much as the machine would give: objects that are kept have small addresses.
            "-Xmx512m",
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + recording,
            "-XX:AOTCache=" + unfinished);
    try {
      run(NodeJvm.process(NodeJvm.command(flags, List.of()), classPath), log);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      deleteOthers();
    } catch (IOException e) {
      throw new LaunchException("Cannot write %s (%s).".formatted(file, e), e);
    } finally {
      delete(unfinished);
    }
  }

  private void deleteOthers() throws IOException {
    try (var others = Files.newDirectoryStream(file.getParent(), PREFIX + "*" + SUFFIX)) {
      for (var other : others) {
        if (!other.equals(file)) {
          Files.delete(other);
        }
      }
    }
  }

  private static void run(ProcessBuilder builder, Path log)
      throws IOException, InterruptedException {
    var process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (process.waitFor(MAKING_TIME) && process.exitValue() == 0) {
        return;
      }
    } finally {
      process.destroyForcibly();
    }
    throw new LaunchException(
        "The JVM made no cache of what the node has learnt. It said:\n" + LogTail.of(log, 10));
  }

  private static void delete(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw new LaunchException("Cannot delete %s (%s).".formatted(unfinished, e), e);
    }
  }
}
