package io.tidegate.cluster.launch;

import io.tidegate.cluster.backup.OldTopics;
import io.tidegate.cluster.backup.Refill;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tidegate refill}: topics that were lost are made anew of the event tables. */
@Command(
    name = "refill",
    description =
        "Makes the topics of a stopped shop anew; the next up sends every stored event to them.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class RefillCommand implements Callable<Integer> {

  private final Wiring wiring;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder given to up or demo (.tidegate in the folder of this script).")
  private Path data;

  @Option(
      names = "--replace-topics",
      description = "Delete the shop's topics where there are events in them.")
  private boolean replaceTopics;

  RefillCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var progress = Progress.ofThisProcess();
    try (var shop =
            progress.during(
                "Starting PostgreSQL and Kafka", () -> StoppedShop.open(UpOptions.dataOr(data)));
        var _ = new StopOnSignal(() -> stop(shop))) {
      shop.requireOneDatabase();
      Refill.requireRest(shop.login());
      OldTopics.delete(shop.kafka(), replaceTopics);
      progress.during(
          "Preparing database and topics",
          () -> wiring.bootstrap().prepare(shop.surroundings(Map.of())));
      var queued = progress.during("Queueing events", () -> Refill.queueAll(shop.login()));
      System.out.printf(Locale.ROOT, "%,d events go to Kafka when the shop runs.%n", queued.all());
      shop.warning(queued).ifPresent(System.out::println);
      return ExitCode.OK;
    }
  }

  private static int stop(StoppedShop shop) {
    shop.close();
    return ExitCode.FAILED;
  }
}
