package io.tidegate.cluster.launch;

import io.tidegate.engine.FreePorts;
import io.tidegate.platform.conf.Conf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plans for small shops on free ports. */
final class TestPlan {

  /** The folder with {@code conf/}. */
  static final Path HOME = Path.of(System.getProperty("tidegate.root"));

  static final Wiring WIRING = wiring(TestNode.class);

  private TestPlan() {}

  static Wiring wiring(Class<?> nodeMain) {
    return new Wiring(new NothingToDo(), (_, _, _) -> ExitCode.OK, nodeMain.getName());
  }

  /** A {@link TestNode} reads nothing and needs nothing. */
  private record NothingToDo() implements Bootstrap {

    @Override
    public void check(Conf settings) {}

    @Override
    public void prepare(Surroundings surroundings) {}
  }

  /**
   * A folder with the project's own settings, changed only in that the engines are somebody else's.
   */
  static Path homeWithOutsideEngines(Path folder) throws IOException {
    var overlays = Files.createDirectories(folder.resolve("conf/overlays"));
    try (var defaults = Files.list(HOME.resolve("conf"))) {
      for (var file : defaults.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve("conf").resolve(file.getFileName()));
      }
    }
    Files.writeString(
        overlays.resolve("local.json"),
        """
        {"postgres": {"uri": "postgresql://me:secret@db.example:5432/shop"},
         "kafka": {"bootstrapServers": "kafka.example:9092"}}
        """);
    return folder;
  }

  static LaunchPlan of(Path data, int nodes) {
    return of(HOME, data, nodes);
  }

  static LaunchPlan of(Path home, Path data, int nodes) {
    var roles = LaunchPlan.roles(nodes, List.of());
    return new LaunchPlan(
        home, data, row(nodes), row(nodes), roles, false, false, RestartPause.LONGEST);
  }

  static LaunchPlan fresh(LaunchPlan plan) {
    return with(plan, true, false);
  }

  static LaunchPlan restarting(LaunchPlan plan) {
    return with(plan, false, true);
  }

  private static LaunchPlan with(LaunchPlan plan, boolean fresh, boolean restart) {
    return new LaunchPlan(
        plan.home(),
        plan.data(),
        plan.port(),
        plan.managementPort(),
        plan.roles(),
        fresh,
        restart,
        plan.restartPauseMax());
  }

  /** The first of as many free ports in a row. */
  static int row(int ports) {
    for (var attempt = 0; attempt < 100; attempt++) {
      var first = FreePorts.find(1).getFirst();
      var free = true;
      for (var i = 0; i < ports; i++) {
        free &= FreePorts.isFree(first + i);
      }
      if (free) {
        return first;
      }
    }
    throw new AssertionError("no " + ports + " free ports in a row");
  }
}
