package io.tidegate.cluster.launch;

import io.tidegate.engine.Detached;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node's JVM. Its standard input is a pipe that this process holds open and never writes to: when
 * this process dies, however it dies, the pipe ends, and the node drains and ends too.
 */
final class NodeProcess implements Child {

  private final NodeAddress address;
  private final LaunchPlan plan;
  private final DataFolder folder;
  private final String mainClass;
  private final List<String> flags;
  private Process process;

  /** Where this process began to write its log, which it shares with those before it. */
  private long logStart;

  /**
   * @param flags of its JVM, beside those of every node
   */
  NodeProcess(
      NodeAddress address,
      LaunchPlan plan,
      DataFolder folder,
      String mainClass,
      List<String> flags) {
    this.address = address;
    this.plan = plan;
    this.folder = folder;
    this.mainClass = mainClass;
    this.flags = flags;
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
      var command = Detached.command(NodeJvm.command(flags, main()));
      process =
          NodeJvm.process(command, System.getProperty("java.class.path"))
              .directory(plan.home().toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
              .start();
      Files.writeString(folder.nodePid(address.index()), Long.toString(process.pid()));
    } catch (IOException e) {
      if (process != null) {
        // Nobody would find it again, and another one is started in its place.
        endsWithin(Duration.ZERO);
      }
      throw new LaunchException("Cannot start %s (%s).".formatted(name(), e), e);
    }
  }

  private List<String> main() {
    return List.of(
        "-Dtidegate.home=" + plan.home(),
        mainClass,
        "--settings",
        plan.home().resolve("conf/overlays/local.json").toString(),
        "--settings",
        folder.nodeSettings(address.index()).toString());
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
