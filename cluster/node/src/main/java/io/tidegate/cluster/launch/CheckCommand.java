package io.tidegate.cluster.launch;

import io.tidegate.cluster.check.CheckException;
import io.tidegate.cluster.check.CheckReport;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.LedgerChecker;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.platform.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tidegate check}: holds a running shop to its promises. */
@Command(
    name = "check",
    description = "Holds the shop that runs on a data folder to its promises, also under load.",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    usageHelpWidth = Main.WIDTH)
final class CheckCommand implements Callable<Integer> {

  @Mixin private OpenShop open;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was found to this file, too, as JSON.")
  private Path json;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Hold it also against this ledger of a client (docs/reliability.md).")
  private Path ledger;

  @Override
  public Integer call() {
    var shop = open.find();
    return shop.isEmpty() ? ExitCode.NOT_RUNNING : check(shop.get());
  }

  private int check(LocalJson local) {
    var kafka =
        KafkaConfig.from(open.settings().section("kafka"), local.kafka().bootstrapServers());
    var report = report(local.postgres().uri(), kafka);
    report.lines().forEach(System.out::println);
    if (json != null) {
      report.write(json);
    }
    return report.passed() ? ExitCode.OK : ExitCode.FAILED;
  }

  private CheckReport report(String postgresUri, KafkaConfig kafka) {
    try (var known = ledger == null ? OrderLedger.inMemory() : OrderLedger.inFile(ledger);
        var shop = ShopUnderCheck.open(postgresUri, kafka)) {
      var checkers = new ArrayList<>(Checkers.all());
      if (ledger != null) {
        checkers.add(new LedgerChecker(known));
      }
      return new CheckReport(Checkers.check(shop, checkers));
    } catch (CheckException cause) {
      throw new LaunchException(cause.getMessage(), cause);
    }
  }
}
