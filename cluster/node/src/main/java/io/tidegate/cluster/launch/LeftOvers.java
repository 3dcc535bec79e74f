package io.tidegate.cluster.launch;

import io.tidegate.engine.EngineException;
import io.tidegate.engine.KafkaEngine;
import io.tidegate.engine.LocalProcess;
import io.tidegate.engine.PostgresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a supervisor that was killed left running on its data folder. */
final class LeftOvers {

  /**
   * Nodes end by themselves once their supervisor is gone; this is how long their draining may
   * take.
   */
  private static final Duration DRAIN_TIME = Duration.ofSeconds(30);

  private LeftOvers() {}

  /**
   * Waits for left-over nodes, then stops left-over engines; returns when nothing runs on the
   * folder any more.
   */
  static void end(DataFolder folder) {
    try {
      folder.nodePids().forEach(LeftOvers::endNode);
      KafkaEngine.stopLeftOver(folder.kafka());
      PostgresEngine.stopLeftOver(folder.postgres());
    } catch (EngineException e) {
      throw new LaunchException(e.getMessage(), e);
    }
  }

  private static void endNode(Path pidFile) {
    var settings = pidFile.toString().replaceAll("\\.pid$", ".json");
    var pid = LocalProcess.pidIn(pidFile);
    if (pid.isEmpty()) {
      return;
    }
    LocalProcess.find(pid.getAsLong(), List.of("--settings", settings))
        .filter(node -> !LocalProcess.ended(node, DRAIN_TIME))
        .ifPresent(node -> LocalProcess.stop(node, "TERM", Duration.ofSeconds(5)));
  }
}
