package io.tidegate.cluster.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The launcher as a process of its own, with {@link TestNode}s. */
final class TestLauncher {

  private TestLauncher() {}

  public static void main(String[] arguments) {
    System.exit(Main.commandLine(TestPlan.WIRING).execute(arguments));
  }

  static Process start(Path home, Path output, List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dtidegate.home=" + home);
    command.add("-Dtidegate.root=" + TestPlan.HOME);
    command.add(TestLauncher.class.getName());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    // Java tells that it was given some, among what the launcher says.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder.start();
  }
}
