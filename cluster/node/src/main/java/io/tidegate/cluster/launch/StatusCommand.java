package io.tidegate.cluster.launch;

import io.tidegate.engine.LocalProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./tidegate status}: what runs on a data folder, and whether it is well. */
@Command(
    name = "status",
    description = "Shows the nodes and engines that run on a data folder, and their health.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class StatusCommand implements Callable<Integer> {

  @Mixin private OpenShop open;

  @Override
  public Integer call() {
    var shop = open.find();
    return shop.isEmpty() ? ExitCode.NOT_RUNNING : status(shop.get());
  }

  private int status(LocalJson shop) {
    System.out.printf(
        "Tidegate on %s (process %d): %s%n", open.folder(), shop.pid(), shop.baseUrl());
    var well = engine(Engines.POSTGRES, shop.postgres().pid());
    well &= engine(Engines.KAFKA, shop.kafka().pid());
    well &= nodes(shop.nodes());
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean engine(String name, Long pid) {
    if (pid == null) {
      System.out.printf("  %-10s not ours%n", name);
      return true;
    }
    var runs = runs(pid);
    System.out.printf("  %-10s process %d %s%n", name, pid, runs ? "runs" : "has ended");
    return runs;
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(LocalProcess::isRunning).isPresent();
  }

  private static String state(long pid, boolean ready) {
    if (ready) {
      return "ready";
    }
    return runs(pid) ? "not ready" : "has ended";
  }

  private static boolean nodes(List<LocalJson.Node> nodes) {
    var allReady = true;
    try (var readiness = new Readiness()) {
      for (var i = 0; i < nodes.size(); i++) {
        var node = nodes.get(i);
        var ready = readiness.isReady(node.managementUrl());
        allReady &= ready;
        System.out.printf(
            "  Node %-5d process %d %s %s, health %s/health/ready%n",
            i + 1, node.pid(), node.baseUrl(), state(node.pid(), ready), node.managementUrl());
      }
    }
    return allReady;
  }
}
