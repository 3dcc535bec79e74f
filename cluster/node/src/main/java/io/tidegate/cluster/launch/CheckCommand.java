package io.tidegate.cluster.launch;

import io.tidegate.cluster.MemberTokens;
import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.AnswersChecker;
import io.tidegate.cluster.check.CheckException;
import io.tidegate.cluster.check.CheckReport;
import io.tidegate.cluster.check.Checker;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.GatewayReader;
import io.tidegate.cluster.check.LedgerChecker;
import io.tidegate.cluster.check.NodeResources;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.check.ResourcesChecker;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.contracts.Role;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(1);

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

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description =
          "Compare what the nodes take of the machine with this earlier --json of theirs.")
  private Path since;

  @Override
  public Integer call() {
    var shop = open.find();
    return shop.isEmpty() ? ExitCode.NOT_RUNNING : check(shop.get());
  }

  private int check(LocalJson local) {
    try {
      var report = report(local, open.settings());
      report.lines().forEach(System.out::println);
      if (json != null) {
        report.write(json);
      }
      return report.passed() ? ExitCode.OK : ExitCode.FAILED;
    } catch (CheckException cause) {
      throw new LaunchException(cause.getMessage(), cause);
    }
  }

  private CheckReport report(LocalJson local, Conf settings) {
    var nodes = local.nodes();
    var before = since == null ? List.<NodeResources>of() : CheckReport.read(since).resources();
    var resources =
        ResourcesChecker.read(nodes.stream().map(LocalJson.Node::managementUrl).toList());
    var checkers = new ArrayList<>(Checkers.all());
    checkers.add(new ResourcesChecker(resources, before));
    var login = PostgresLogin.of("postgres.uri", local.postgres().uri());
    var kafka = KafkaConfig.from(settings.section("kafka"), local.kafka().bootstrapServers());
    if (ledger == null) {
      return report(login, kafka, checkers, resources);
    }
    var urls = nodes.stream().map(node -> URI.create(node.baseUrl())).toList();
    try (var known = OrderLedger.inFile(ledger);
        var tokens = MemberTokens.of(settings);
        var reader = new GatewayReader(urls, customer -> token(tokens, customer))) {
      checkers.add(new LedgerChecker(known));
      checkers.add(new AnswersChecker(known, reader));
      return report(login, kafka, checkers, resources);
    }
  }

  private static String token(MemberTokens tokens, String customerId) {
    return tokens.sign(customerId, Role.ROLE_USER, TOKEN_LIFETIME);
  }

  private static CheckReport report(
      PostgresLogin login,
      KafkaConfig kafka,
      List<Checker> checkers,
      List<NodeResources> resources) {
    try (var shop = ShopUnderCheck.open(login, kafka)) {
      return new CheckReport(Checkers.check(shop, checkers), resources);
    }
  }
}
