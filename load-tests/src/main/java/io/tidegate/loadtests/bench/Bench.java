package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.baseline.BaselineDatabase;
import io.tidegate.loadtests.bench.baseline.Pgbench;
import io.tidegate.loadtests.bench.measure.DatabaseMeter;
import io.tidegate.loadtests.bench.measure.Meters;
import io.tidegate.loadtests.bench.report.Measurement;
import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.report.Results;
import io.tidegate.loadtests.bench.report.Sweep;
import io.tidegate.loadtests.bench.shop.Articles;
import io.tidegate.loadtests.bench.shop.Carts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Runs the plan: what everybody does once, then all contenders in turn, round by round. */
final class Bench {

  private static final List<Integer> CLIENTS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int CLIENTS_MANY = 64;
  private static final int BATCH = 64;
  private static final int THREE_LINES = 3;
  private static final int TEN_LINES = 10;

  private final BenchPlan plan;
  private final Narration narration;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Sweep> sweeps = new ArrayList<>();

  Bench(BenchPlan plan, Narration narration) {
    this.plan = plan;
    this.narration = narration;
  }

  Results run() throws InterruptedException {
    var pgbench =
        plan.hasAny(Topic.HOT, Topic.UNIFORM, Topic.CEILING)
            ? Pgbench.find(plan.out().resolve("pgbench"))
            : null;
    try (var shop = ShopField.open(plan, plan.nodes(), articles(), narration)) {
      var contenders = new ArrayList<Contender>(ofShop(shop));
      warmUp(contenders.getFirst());
      if (pgbench != null) {
        contenders.addAll(ofPgbench(shop, pgbench));
      }
      for (var round = 1; round <= plan.rounds(); round++) {
        for (var contender : contenders) {
          shop.checkpoint();
          keep(contender.measure(round, plan.window()));
        }
      }
    }
    return new Results(
        Machine.describe(plan.out()),
        plan.describe(),
        List.copyOf(sweeps),
        List.copyOf(measurements));
  }

  private int articles() {
    return plan.hasAny(Topic.UNIFORM, Topic.ZIPF, Topic.CART3, Topic.CART10, Topic.HISTORY)
        ? plan.articles()
        : 1;
  }

  private List<Contender> ofShop(ShopField shop) {
    var contenders = new ArrayList<Contender>();
    if (plan.hasAny(
        Topic.HOT, Topic.SOLD_OUT, Topic.PLAIN, Topic.CEILING, Topic.LATENCY, Topic.OVERLOAD)) {
      contenders.add(shop.contender(Names.HOT, 1, Carts.hot(), false));
    }
    if (plan.hasAny(Topic.UNIFORM, Topic.CART10, Topic.ZIPF, Topic.HISTORY)) {
      contenders.add(shop.contender(Names.UNIFORM, 1, Carts.uniform(plan.articles()), false));
    }
    if (plan.has(Topic.ZIPF)) {
      contenders.add(shop.contender(Names.ZIPF, 1, Carts.zipf(plan.articles()), false));
    }
    if (plan.has(Topic.CART3)) {
      contenders.add(
          shop.contender(Names.CART3, THREE_LINES, Carts.uniform(plan.articles()), false));
      contenders.add(
          shop.contender(Names.CART3_HOT, THREE_LINES, Carts.hotAmong(plan.articles()), false));
    }
    if (plan.has(Topic.CART10)) {
      contenders.add(
          shop.contender(Names.CART10, TEN_LINES, Carts.uniform(plan.articles()), false));
    }
    if (plan.has(Topic.SOLD_OUT)) {
      contenders.add(shop.contender(Names.SOLD_OUT, 1, Carts.only(Articles.SOLD_OUT), true));
    }
    return contenders;
  }

  private List<Contender> ofPgbench(ShopField shop, Pgbench pgbench) throws InterruptedException {
    narration.say("making the database of the baselines");
    var database = BaselineDatabase.make(shop.database(), plan.articles());
    var meters = new Meters(shop.cpu(), new DatabaseMeter(database));
    var contenders = new ArrayList<Contender>();
    if (plan.has(Topic.HOT)) {
      var hot = PgbenchContender.single(Names.PG_HOT, pgbench, database, meters, 1);
      contenders.add(hot.withClients(best(hot)));
      contenders.add(
          PgbenchContender.single(Names.PG_HOT_64, pgbench, database, meters, 1)
              .withClients(CLIENTS_MANY));
    }
    if (plan.has(Topic.UNIFORM)) {
      var uniform =
          PgbenchContender.single(Names.PG_UNIFORM, pgbench, database, meters, plan.articles());
      contenders.add(uniform.withClients(best(uniform)));
    }
    if (plan.has(Topic.CEILING)) {
      var hot = PgbenchContender.batched(Names.CEILING_HOT, pgbench, database, meters, 1, BATCH);
      contenders.add(hot.withClients(best(hot)));
      var uniform =
          PgbenchContender.batched(
              Names.CEILING_UNIFORM, pgbench, database, meters, plan.articles(), BATCH);
      contenders.add(uniform.withClients(best(uniform)));
    }
    return contenders;
  }

  private void warmUp(Contender contender) throws InterruptedException {
    narration.say("warming up for " + plan.warmUp().toSeconds() + " s");
    var warm = contender.measure(0, plan.warmUp());
    narration.tell(warm);
  }

  /** Looks for the client count with which a contender is at its best. */
  private int best(PgbenchContender contender) throws InterruptedException {
    var rates = new TreeMap<Integer, Double>();
    for (var clients : CLIENTS) {
      rates.put(clients, contender.tryWith(clients, plan.sweepWindow()));
    }
    var sweep = new Sweep(contender.name(), rates);
    sweeps.add(sweep);
    narration.say(contender.name() + ": " + sweep.best() + " clients do best of " + rates);
    return sweep.best();
  }

  private void keep(Measurement measured) {
    narration.tell(measured);
    measurements.add(measured);
  }
}
