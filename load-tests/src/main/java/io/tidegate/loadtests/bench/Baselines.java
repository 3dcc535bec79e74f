package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.baseline.BaselineDatabase;
import io.tidegate.loadtests.bench.baseline.Pgbench;
import io.tidegate.loadtests.bench.baseline.PlainProcess;
import io.tidegate.loadtests.bench.load.LoadGenerator;
import io.tidegate.loadtests.bench.measure.CpuMeter;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.measure.DatabaseMeter;
import io.tidegate.loadtests.bench.measure.Meters;
import io.tidegate.loadtests.bench.report.Names;
import io.tidegate.loadtests.bench.shop.Cart;
import io.tidegate.loadtests.bench.shop.Carts;
import io.tidegate.loadtests.bench.shop.OrderRequests;
import java.util.ArrayList;
import java.util.List;

/** What the shop is compared with, in a database of its own on the shop's server. */
final class Baselines implements AutoCloseable {

  private static final int CLIENTS_MANY = 64;
  private static final int BATCH = 64;
  private static final String PLAIN = "plain";

  private final BenchPlan plan;
  private final ShopField shop;
  private final Pgbench pgbench;
  private Database database;
  private DatabaseMeter databaseMeter;
  private PlainProcess plain;
  private LoadGenerator generator;

  private Baselines(BenchPlan plan, ShopField shop, Pgbench pgbench) {
    this.plan = plan;
    this.shop = shop;
    this.pgbench = pgbench;
  }

  /**
   * @param pgbench null where the plan does not need it
   */
  static Baselines open(BenchPlan plan, ShopField shop, Pgbench pgbench, Narration narration)
      throws InterruptedException {
    var baselines = new Baselines(plan, shop, pgbench);
    if (pgbench == null && !plan.has(Topic.PLAIN)) {
      return baselines;
    }
    narration.say("making the database of the baselines");
    try {
      baselines.database = BaselineDatabase.make(shop.database(), plan.articles());
      baselines.databaseMeter = new DatabaseMeter(baselines.database);
      if (plan.has(Topic.PLAIN)) {
        baselines.plain = PlainProcess.start(baselines.database, plan.out().resolve("plain.log"));
        baselines.generator =
            new LoadGenerator(List.of(baselines.plain.baseUrl()), plan.connections());
      }
      return baselines;
    } catch (RuntimeException | InterruptedException e) {
      baselines.close();
      throw e;
    }
  }

  List<Contender> contenders(Sweeps sweeps) throws InterruptedException {
    var contenders = new ArrayList<Contender>();
    if (plan.has(Topic.HOT)) {
      contenders.add(sweeps.atItsBest(pgbench(Names.PG_HOT, 1, 1)));
      contenders.add(pgbench(Names.PG_HOT_64, 1, 1).withClients(CLIENTS_MANY));
    }
    if (plan.has(Topic.UNIFORM)) {
      contenders.add(sweeps.atItsBest(pgbench(Names.PG_UNIFORM, plan.articles(), 1)));
    }
    if (plan.has(Topic.CEILING)) {
      contenders.add(sweeps.atItsBest(pgbench(Names.CEILING_HOT, 1, BATCH)));
      contenders.add(sweeps.atItsBest(pgbench(Names.CEILING_UNIFORM, plan.articles(), BATCH)));
    }
    if (plan.has(Topic.PLAIN)) {
      contenders.add(plain(Names.PLAIN_HOT, Carts.hot()));
      contenders.add(plain(Names.PLAIN_UNIFORM, Carts.uniform(plan.articles())));
    }
    return contenders;
  }

  private PgbenchContender pgbench(String name, int articles, int ordersEach) {
    return new PgbenchContender(name, pgbench, database, meters(shop.cpu()), articles, ordersEach);
  }

  private HttpContender plain(String name, Cart cart) {
    return new HttpContender(
        name,
        generator,
        () -> new OrderRequests(shop.tokens(), 1, cart),
        false,
        meters(shop.cpu().with(PLAIN, List.of(plain.pid()))),
        shop.quiet(),
        database);
  }

  private Meters meters(CpuMeter cpu) {
    return new Meters(cpu, databaseMeter);
  }

  @Override
  public void close() {
    if (generator != null) {
      generator.close();
    }
    if (plain != null) {
      plain.close();
    }
    if (databaseMeter != null) {
      databaseMeter.close();
    }
  }
}
