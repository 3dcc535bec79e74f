package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.baseline.Pgbench;
import io.tidegate.loadtests.bench.load.Surge;
import io.tidegate.loadtests.bench.report.Measurement;
import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.report.Results;
import io.tidegate.loadtests.bench.shop.Carts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the plan: what everybody does once, then all contenders in turn, round by round. */
final class Bench {

  private static final double QUARTER = 0.25;
  private static final double HALF = 0.5;
  private static final double FULL = 1.0;
  private static final double OVER = 1.2;
  private static final double SURGE = 3;

  /** As the figure says; whatever the other windows take. */
  private static final Duration SURGE_WINDOW = Duration.ofMinutes(1);

  private static final Duration SURGE_LEAD_IN = Duration.ofSeconds(3);
  private static final Duration CALM = Duration.ofSeconds(15);
  private static final Duration WELL_WITHIN = Duration.ofMillis(500);

  /** More than a node has under way at most, so that it is the node who must refuse. */
  private static final int SURGE_CONNECTIONS = 4_000;

  private static final int FURTHER = 5;
  private static final int THREE_NODES = 3;
  private static final Duration HISTORY_PART = Duration.ofMinutes(1);
  private static final int HISTORY_PARTS_MAX = 240;

  private final BenchPlan plan;
  private final Narration narration;
  private final List<Measurement> measurements = new ArrayList<>();

  Bench(BenchPlan plan, Narration narration) {
    this.plan = plan;
    this.narration = narration;
  }

  Results run() throws InterruptedException {
    // First, so that nobody waits for a shop only to hear that pgbench is missing.
    var pgbench = plan.needsPgbench() ? Pgbench.find(plan.out().resolve("pgbench")) : null;
    var sweeps = new Sweeps(plan, narration);
    try (var shop = ShopField.open(plan, plan.nodes(), plan.articlesNeeded(), narration);
        var baselines = Baselines.open(plan, shop, pgbench, narration)) {
      var contenders = new ArrayList<Contender>(ShopContenders.of(plan, shop));
      warmUp(contenders, plan.warmUp());
      var baselineContenders = baselines.contenders(sweeps);
      warmUp(
          baselineContenders.stream().filter(HttpContender.class::isInstance).toList(),
          plan.warmUp());
      contenders.addAll(baselineContenders);
      for (var round = 1; round <= plan.rounds(); round++) {
        for (var contender : contenders) {
          shop.checkpoint();
          keep(contender.measure(round, plan.window()));
        }
        openRound(shop, round);
      }
      history(shop);
    }
    outage();
    threeNodes();
    return new Results(
        Machine.describe(plan.out()),
        plan.describe(pgbench == null ? "none" : pgbench.version()),
        sweeps.found(),
        List.copyOf(measurements));
  }

  /** The first of them warms up the process, each further one what is its own. */
  private void warmUp(List<Contender> contenders, Duration first) throws InterruptedException {
    for (var contender : contenders) {
      var time = contender == contenders.getFirst() ? first : plan.warmUp().dividedBy(FURTHER);
      narration.say("warming up for " + time.toSeconds() + " s: " + contender.name());
      narration.tell(contender.measure(0, time));
    }
  }

  /** At a part of what the closed loop of the same round has reached. */
  private void openRound(ShopField shop, int round) throws InterruptedException {
    if (!plan.hasAny(Topic.LATENCY, Topic.OVERLOAD, Topic.SURGE)) {
      return;
    }
    var saturation =
        measurements.stream()
            .filter(measured -> measured.round() == round && measured.contender().equals(Names.HOT))
            .mapToDouble(Measurement::perSecond)
            .max()
            .orElse(0);
    if (saturation < 1) {
      narration.say("nothing was placed at saturation: no open rounds");
      return;
    }
    var hot = shop.contender(Names.HOT, 1, Carts.hot(), false);
    if (plan.has(Topic.LATENCY)) {
      open(shop, hot, Names.HALF, round, saturation * HALF);
    }
    if (plan.has(Topic.OVERLOAD)) {
      open(shop, hot, Names.FULL, round, saturation * FULL);
      open(shop, hot, Names.OVERLOAD, round, saturation * OVER);
    }
    if (plan.has(Topic.SURGE)) {
      surge(shop, round, saturation);
    }
  }

  private void surge(ShopField shop, int round, double peak) throws InterruptedException {
    shop.checkpoint();
    try (var generator = shop.generator(SURGE_CONNECTIONS)) {
      var surge =
          new Surge(peak * SURGE, peak * HALF, SURGE_LEAD_IN, SURGE_WINDOW, CALM, WELL_WITHIN);
      keep(
          shop.contender(Names.SURGE, 1, Carts.hot(), false, generator).measureSurge(round, surge));
    }
  }

  private void open(ShopField shop, HttpContender hot, String name, int round, double perSecond)
      throws InterruptedException {
    shop.checkpoint();
    keep(hot.measureOpen(name, round, plan.window(), perSecond));
  }

  /** Orders until there is a history, then looks whether that makes a difference. */
  private void history(ShopField shop) throws InterruptedException {
    if (!plan.has(Topic.HISTORY)) {
      return;
    }
    var uniform = shop.contender(Names.HISTORY, 1, Carts.uniform(plan.articles()), false);
    var orders = 0L;
    for (var part = 0; part < HISTORY_PARTS_MAX && orders < plan.historyOrders(); part++) {
      orders += uniform.measure(0, HISTORY_PART).count();
      narration.say(orders + " of " + plan.historyOrders() + " orders of the history");
    }
    for (var round = 1; round <= plan.rounds(); round++) {
      shop.checkpoint();
      keep(uniform.measure(round, plan.window()));
    }
  }

  /** A shop of its own, as its Kafka is killed; after the others for the reason below. */
  private void outage() throws InterruptedException {
    if (!plan.has(Topic.OUTAGE)) {
      return;
    }
    try (var outage = KafkaOutage.open(plan, narration)) {
      warmUp(List.of(outage.saturated()), plan.warmUp());
      for (var round = 1; round <= plan.rounds(); round++) {
        var saturated = outage.saturated().measure(round, plan.window());
        keep(saturated);
        keep(outage.measure(round, saturated.perSecond() * QUARTER));
      }
    }
  }

  /** After the others, as two shops at once would be in each other's way. */
  private void threeNodes() throws InterruptedException {
    if (!plan.has(Topic.NODES)) {
      return;
    }
    try (var shop = ShopField.open(plan, THREE_NODES, 1, narration)) {
      var contender = shop.contender(Names.NODES, 1, Carts.hot(), false);
      // Each of the JVMs gets a share of the orders and of the cores to compile itself with.
      warmUp(List.of(contender), plan.warmUp().multipliedBy(THREE_NODES));
      for (var round = 1; round <= plan.rounds(); round++) {
        shop.checkpoint();
        keep(contender.measure(round, plan.window()));
      }
    }
  }

  private void keep(Measurement measured) {
    narration.tell(measured);
    measurements.add(measured);
  }
}
