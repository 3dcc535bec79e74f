package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM as nodes run on it: this process's class path, and flags without which a cache of one would
 * not fit the other ({@link AotCache}).
 */
public final class NodeJvm {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          // Hazelcast warns without these.
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private static final int HEAP_MIB_MIN = 64;
  private static final int HEAP_MIB_MAX = 1 << 20;

  private NodeJvm() {}

  /** How much memory the settings give a node's objects, from its start on. */
  static List<String> heap(Conf conf) {
    var mebibytes = conf.section("node").integer("heapMib", HEAP_MIB_MIN, HEAP_MIB_MAX);
    return List.of("-Xms" + mebibytes + "m", "-Xmx" + mebibytes + "m");
  }

  /** The command line with further flags, and whatever comes after flags. */
  public static List<String> command(List<String> flags, List<String> rest) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(rest);
    return List.copyOf(command);
  }

  /** Of that command; in the environment, as class paths are long and command lines are shown. */
  public static ProcessBuilder process(List<String> command, String classPath) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", classPath);
    return builder;
  }
}
