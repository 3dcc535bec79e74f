package io.tidegate.loadtests.chaos;

import io.tidegate.cluster.MemberTokens;
import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.AnswersChecker;
import io.tidegate.cluster.check.CheckException;
import io.tidegate.cluster.check.CheckReport;
import io.tidegate.cluster.check.Checkers;
import io.tidegate.cluster.check.GatewayReader;
import io.tidegate.cluster.check.LedgerChecker;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.cluster.check.ResourcesChecker;
import io.tidegate.cluster.check.ShopUnderCheck;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.contracts.Role;
import io.tidegate.engine.FolderTree;
import io.tidegate.loadtests.bench.Commit;
import io.tidegate.loadtests.bench.Machine;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.measure.EventFlow;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs a plan: a shop, a crowd, step after step, and then the books. */
final class Chaos {

  /** Of tokens; nobody renews theirs. */
  private static final Duration LIFETIME = Duration.ofMinutes(59);

  private static final int CUSTOMERS_PER_NODE = 4;
  private static final int SCARCE_PER_MINUTE = 150;
  private static final int WARM_ORDERS = 50;
  private static final Duration WARM_TIME = Duration.ofSeconds(60);

  private static final Duration BACK_TIME = Duration.ofMinutes(5);

  /** No request of a shop that is well takes as long, whatever became of its caller. */
  private static final Duration UNDER_WAY_MAX = Duration.ofSeconds(10);

  private static final Duration SETTLE_TIME = Duration.ofSeconds(60);
  private static final Duration QUIET_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ChaosPlan plan;
  private final PrintStream out;
  private final CountDownLatch never = new CountDownLatch(1);

  Chaos(ChaosPlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  Verdict run() throws InterruptedException {
    var data = plan.out().resolve("data");
    var ledgerFile = plan.out().resolve("orders.ledger");
    empty(data, ledgerFile);
    out.println("starting PostgreSQL, Kafka and " + ChaosPlan.NODES + " nodes; data in " + data);
    try (var shop = ShopInTrouble.start(plan.home(), data, ChaosPlan.NODES);
        var tokens = new MemberTokens(shop.signingKeys(), "tidegate", "tidegate-api");
        var http = new HttpCalls();
        var ledger = OrderLedger.inFile(ledgerFile);
        var crowd = new Crowd(shop.baseUrls(), customers(tokens, ledger, http))) {
      var admin = tokens.sign(UUID.randomUUID().toString(), Role.ROLE_ADMIN, LIFETIME);
      new Shelf(http, shop.baseUrls().getFirst(), admin).fill(scarcePieces());
      crowd.enter(http, admin);
      var steps = new ArrayList<Outcome>();
      try (var view = new LiveView(out, crowd.answered())) {
        awaitWarm(crowd, view);
        steps.addAll(steps(shop, http, crowd, view));
        view.say("closing");
        crowd.leave();
      }
      return verdict(shop, http, crowd, ledger, tokens, steps);
    }
  }

  private int scarcePieces() {
    return (int) Math.max(1, plan.time().toSeconds() * SCARCE_PER_MINUTE / 60);
  }

  private static List<Customer> customers(MemberTokens tokens, OrderLedger ledger, HttpCalls http) {
    return IntStream.range(0, ChaosPlan.NODES * CUSTOMERS_PER_NODE)
        .mapToObj(
            number -> {
              var id = UUID.randomUUID().toString();
              var token = tokens.sign(id, Role.ROLE_USER, LIFETIME);
              return new Customer(id, token, number % ChaosPlan.NODES, ledger, http);
            })
        .toList();
  }

  private void awaitWarm(Crowd crowd, LiveView view) throws InterruptedException {
    view.say("warming up");
    var deadline = System.nanoTime() + WARM_TIME.toNanos();
    while (crowd.answered().stream().anyMatch(node -> node.count() < WARM_ORDERS)) {
      if (System.nanoTime() > deadline) {
        throw new LaunchException("The shop does not take orders: " + crowd.counts());
      }
      pause(LOOK_AGAIN);
    }
  }

  /** As many steps as begin in the time that there is; none after one that does not heal. */
  private List<Outcome> steps(ShopInTrouble shop, HttpCalls http, Crowd crowd, LiveView view)
      throws InterruptedException {
    var runBegan = System.nanoTime();
    var events = new EventFlow(Database.of(shop.postgresUri()));
    var recovery = new Recovery(shop, http, events, crowd.answered(), runBegan);
    var saboteur = new Saboteur(shop);
    var schedule = plan.schedule();
    var outcomes = new ArrayList<Outcome>();
    var healed = true;
    while (healed && System.nanoTime() - runBegan < plan.time().toNanos()) {
      var step = schedule.next();
      view.say("calm");
      pause(step.calm());
      view.say(step.number() + ": " + step);
      var began = System.nanoTime();
      saboteur.carryOut(step);
      view.say(step.number() + ": healing from " + step);
      var outcome = recovery.await(step, began, System.nanoTime());
      outcomes.add(outcome);
      healed = outcome.healed();
      out.println((outcome.inTime() ? "  ok    " : "  LATE  ") + VerdictFiles.inWords(outcome));
    }
    return outcomes;
  }

  private Verdict verdict(
      ShopInTrouble shop,
      HttpCalls http,
      Crowd crowd,
      OrderLedger ledger,
      MemberTokens tokens,
      List<Outcome> steps)
      throws InterruptedException {
    out.println("sending again what was never answered, then reading the books");
    awaitAllBack(shop, http);
    pause(UNDER_WAY_MAX);
    ledger.nothingIsUnderWay();
    var unsettled = crowd.settle(SETTLE_TIME);
    awaitQuiet(new EventFlow(Database.of(shop.postgresUri())));
    var check = check(shop, ledger, tokens);
    var wrong =
        check.verdicts().stream().collect(Collectors.toMap(it -> it.checker(), it -> it.wrong()));
    var kept = unsettled == 0 && check.passed();
    var inTime = steps.stream().allMatch(Outcome::inTime);
    return new Verdict(
        kept && inTime,
        kept,
        inTime,
        about(),
        Machine.describe(plan.out()),
        crowd.answered().stream().mapToLong(AnsweredOrders::count).sum(),
        wrong.get("stock") + wrong.get("reservations"),
        wrong.get("ledger") + wrong.get("answers"),
        wrong.get("keys"),
        unsettled,
        crowd.counts(),
        steps,
        check);
  }

  /** The books are read of a shop that is whole, however late it is. */
  private void awaitAllBack(ShopInTrouble shop, HttpCalls http) throws InterruptedException {
    var deadline = System.nanoTime() + BACK_TIME.toNanos();
    while (!shop.allAreReady(http)) {
      if (System.nanoTime() > deadline) {
        throw new LaunchException(
            "Not all nodes are back after %d minutes; see the logs in %s."
                .formatted(BACK_TIME.toMinutes(), plan.out().resolve("data")));
      }
      pause(LOOK_AGAIN);
    }
  }

  /** Until no event waits; if one does for ever, the checkers say what is wrong. */
  private void awaitQuiet(EventFlow events) throws InterruptedException {
    var deadline = System.nanoTime() + QUIET_TIME.toNanos();
    while (events.oldestWaits().filter(Duration::isZero).isEmpty()
        && System.nanoTime() < deadline) {
      pause(LOOK_AGAIN);
    }
  }

  private CheckReport check(ShopInTrouble shop, OrderLedger ledger, MemberTokens tokens) {
    var conf = Conf.load(plan.home().resolve("conf"), List.of(), Map.of());
    var kafka = KafkaConfig.from(conf.section("kafka"), shop.kafkaBootstrapServers());
    var login = PostgresLogin.of("postgres.uri", shop.postgresUri());
    var urls = shop.baseUrls().stream().map(URI::create).toList();
    var resources = ResourcesChecker.read(shop.managementUrls());
    var checkers = new ArrayList<>(Checkers.all());
    checkers.add(new ResourcesChecker(resources, List.of()));
    checkers.add(new LedgerChecker(ledger));
    try (var reader = new GatewayReader(urls, id -> tokens.sign(id, Role.ROLE_USER, LIFETIME));
        var looked = ShopUnderCheck.open(login, kafka)) {
      checkers.add(new AnswersChecker(ledger, reader));
      return new CheckReport(Checkers.check(looked, checkers), resources);
    } catch (CheckException cause) {
      throw new LaunchException(cause.getMessage(), cause);
    }
  }

  private Map<String, String> about() {
    var about = new LinkedHashMap<String, String>();
    about.put("command", plan.command());
    about.put("seed", Long.toString(plan.seed()));
    about.put("time", plan.time().toSeconds() + " s");
    about.put("faults", String.join(", ", plan.kinds().stream().map(FaultKind::word).toList()));
    about.put("nodes", Integer.toString(ChaosPlan.NODES));
    about.put("customers", Integer.toString(ChaosPlan.NODES * CUSTOMERS_PER_NODE));
    about.put("commit", Commit.of(plan.home()));
    about.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return about;
  }

  private static void empty(Path data, Path ledger) {
    try {
      if (Files.exists(data)) {
        FolderTree.delete(data);
      }
      Files.createDirectories(data);
      Files.deleteIfExists(ledger);
    } catch (IOException cause) {
      throw new LaunchException("Cannot empty %s (%s).".formatted(data, cause), cause);
    }
  }

  private void pause(Duration time) throws InterruptedException {
    var _ = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
