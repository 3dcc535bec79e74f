package io.tidegate.cluster.launch;

import io.tidegate.engine.Detached;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's JVM. Its standard input is a pipe that this process holds open and never writes to: when
 * this process dies, however it dies, the pipe ends, and the node drains and ends too.
 */
final class NodeProcess implements Child {

  private static final List<String> JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
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

  private final NodeAddress address;
  private final LaunchPlan plan;
  private final DataFolder folder;
  private final String mainClass;
  private Process process;

  /** Where this process began to write its log, which it shares with those before it. */
  private long logStart;

  NodeProcess(NodeAddress address, LaunchPlan plan, DataFolder folder, String mainClass) {
    this.address = address;
    this.plan = plan;
    this.folder = folder;
    this.mainClass = mainClass;
  }

  NodeAddress address() {
    return address;
  }

  @Override
  public String name() {
    return address.name();
  }

  @Override
  public Path logFile() {
    return folder.log("node-" + address.index());
  }

  @Override
  public synchronized void start() {
    try {
      Files.createDirectories(logFile().getParent());
      logStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
      var builder =
          new ProcessBuilder(Detached.command(command()))
              .directory(plan.home().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      process = builder.start();
      Files.writeString(folder.nodePid(address.index()), Long.toString(process.pid()));
    } catch (IOException e) {
      throw new LaunchException("Cannot start %s (%s).".formatted(name(), e), e);
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Dtidegate.home=" + plan.home());
    command.add(mainClass);
    command.add("--settings");
    command.add(plan.home().resolve("conf/overlays/local.json").toString());
    command.add("--settings");
    command.add(folder.nodeSettings(address.index()).toString());
    return command;
  }

  @Override
  public synchronized ProcessHandle process() {
    return process.toHandle();
  }

  /** The last lines that this process wrote. */
  synchronized String logTail(int linesMax) {
    return LogTail.of(logFile(), logStart, linesMax);
  }

  LocalJson.Node described() {
    return new LocalJson.Node(
        address.nodeId().toString(), process().pid(), address.baseUrl(), address.managementUrl());
  }

  /** Tells it to drain and end; does not wait, and does nothing where it was never started. */
  synchronized void terminate() {
    if (process != null) {
      process.destroy();
    }
  }

  /** Whether it has ended, or ends while this waits; one that was never started has. */
  boolean ended(Duration patience) {
    return process == null || LocalProcess.ended(process(), patience);
  }

  /**
   * Waits for its end and kills it when that does not come in time; the answer is whether it came.
   */
  boolean endsWithin(Duration patience) {
    if (ended(patience)) {
      return true;
    }
    LocalProcess.stop(process(), "KILL", Duration.ofSeconds(10));
    return false;
  }
}
