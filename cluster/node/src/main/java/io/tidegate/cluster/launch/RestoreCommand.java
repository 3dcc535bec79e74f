package io.tidegate.cluster.launch;

import io.tidegate.cluster.backup.BackupFile;
import io.tidegate.cluster.backup.OldTopics;
import io.tidegate.cluster.backup.Restore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tidegate restore}: a new shop of a backup. */
@Command(
    name = "restore",
    description = "Makes a shop of a backup, in a new data folder; up starts it.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class RestoreCommand implements Callable<Integer> {

  private final Wiring wiring;

  @Parameters(paramLabel = "FILE", description = "What backup has written.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the new shop, which must not be one yet.")
  private Path data;

  @Option(
      names = "--replace-topics",
      description = "Delete the shop's topics where the broker (your own) has events in them.")
  private boolean replaceTopics;

  RestoreCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var progress = Progress.ofThisProcess();
    try (var backup = BackupFile.open(file);
        var shop =
            progress.during(
                "Starting PostgreSQL and Kafka", () -> StoppedShop.make(UpOptions.dataOr(data)));
        var _ = new StopOnSignal(() -> stop(shop))) {
      shop.requireOneDatabase();
      Restore.requireUnused(shop.login(), Role.domains().stream().map(Role::word).toList());
      OldTopics.delete(shop.kafka(), replaceTopics);
      progress.during(
          "Preparing database and topics",
          () -> wiring.bootstrap().prepare(shop.surroundings(backup.contents().versions())));
      var start = System.nanoTime();
      var queued = progress.during("Restoring", () -> Restore.load(shop.login(), backup));
      shop.keep();
      System.out.printf(
          Locale.ROOT,
          "Restored %,d rows, as they stood at %s, in %.1f s; %,d events go to Kafka when it runs.%n"
              + "Start it with ./tidegate up --data %s. Everybody has to log in again.%n",
          backup.contents().rows(),
          backup.contents().at(),
          (System.nanoTime() - start) / 1e9,
          queued.all(),
          data);
      shop.warning(queued).ifPresent(System.out::println);
      return ExitCode.OK;
    }
  }

  private static int stop(StoppedShop shop) {
    shop.close();
    return ExitCode.FAILED;
  }
}
