package io.tidegate.cluster.launch;

import io.tidegate.platform.conf.Conf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of {@code up}, which {@code demo} takes too. */
final class UpOptions {

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Node processes that form the cluster (up: 1, demo: 3).")
  private Integer nodes;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the first node; each further node takes the next (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "9080",
      description = "The same for health and metrics (${DEFAULT-VALUE}).")
  private int managementPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything that is kept (.tidegate in the folder of this script).")
  private Path data;

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      description =
          "What nodes carry, comma-separated; once for all nodes or once per node (everything).")
  private List<String> roles = new ArrayList<>();

  @Option(names = "--fresh", description = "Delete the data of an earlier run first.")
  private boolean fresh;

  @Option(names = "--restart", description = "Start a process again that died.")
  private boolean restart;

  @Option(
      names = "--restart-pause",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "The longest pause before that, for one that dies often (${DEFAULT-VALUE}).")
  private int restartPause;

  /** Fails with a {@link LaunchException} where the options make no sense. */
  LaunchPlan plan(int nodesByDefault) {
    var home = home();
    var each = LaunchPlan.roles(nodes == null ? nodesByDefault : nodes, roles);
    return new LaunchPlan(
        home,
        dataOr(data),
        port,
        managementPort,
        each,
        fresh,
        restart,
        Duration.ofSeconds(restartPause));
  }

  static Path dataOr(Path data) {
    return (data == null ? home().resolve(".tidegate") : data).toAbsolutePath().normalize();
  }

  /** Where {@code ./tidegate} and {@code conf/} are. */
  static Path home() {
    return Path.of(System.getProperty("tidegate.home", "")).toAbsolutePath().normalize();
  }

  /** The settings of shops on this machine; laid over them, those in the files of one's own. */
  static Conf settings(Path home, Path... own) {
    var conf = home.resolve("conf");
    var local = conf.resolve("overlays").resolve("local.json");
    var overlays = Stream.concat(Stream.of(local), Stream.of(own)).toList();
    return Conf.load(conf, overlays, System.getenv());
  }
}
