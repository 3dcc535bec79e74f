package io.tidegate.cluster.launch;

import io.tidegate.cluster.rebuild.Projection;
import io.tidegate.cluster.rebuild.Rebuild;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tidegate rebuild}: makes a read model of a running shop anew. */
@Command(
    name = "rebuild",
    description = "Makes a read model anew from the events; the shop goes on meanwhile.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class RebuildCommand implements Callable<Integer> {

  @Mixin private OpenShop open;

  @Parameters(
      paramLabel = "PROJECTION",
      description = "One of: ${COMPLETION-CANDIDATES}, in any case.")
  private Projection projection;

  @Override
  public Integer call() {
    if (open.find().isEmpty()) {
      return ExitCode.NOT_RUNNING;
    }
    var vertx = Vertx.vertx();
    try {
      var start = System.nanoTime();
      var told = new Rebuild(vertx, open.settings()).run(projection);
      System.out.printf(
          Locale.ROOT,
          "Rebuilt %s of %,d events in %.1f s.%n",
          projection.word(),
          told,
          (System.nanoTime() - start) / 1e9);
      return ExitCode.OK;
    } finally {
      vertx.close().await();
    }
  }
}
