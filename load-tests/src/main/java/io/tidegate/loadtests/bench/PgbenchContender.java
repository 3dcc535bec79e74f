package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.baseline.Pgbench;
import io.tidegate.loadtests.bench.measure.Books;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.measure.DatabaseMeter;
import io.tidegate.loadtests.bench.measure.Meters;
import io.tidegate.loadtests.bench.report.Measurement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same rows written by pgbench, which has neither HTTP nor tokens nor prices to look at. */
final class PgbenchContender implements Contender {

  private static final String ONE = "one.pgbench";
  private static final String BATCHED = "batched.pgbench";

  private final String name;
  private final Pgbench pgbench;
  private final Database database;
  private final Meters meters;
  private final int articles;
  private final int ordersEach;
  private int clients;

  /**
   * @param ordersEach how many orders one call of the function places
   */
  PgbenchContender(
      String name,
      Pgbench pgbench,
      Database database,
      Meters meters,
      int articles,
      int ordersEach) {
    this.name = name;
    this.pgbench = pgbench;
    this.database = database;
    this.meters = meters;
    this.articles = articles;
    this.ordersEach = ordersEach;
  }

  @Override
  public String name() {
    return name;
  }

  PgbenchContender withClients(int number) {
    clients = number;
    return this;
  }

  /** Orders a second with so many clients, without a look at the books. */
  double tryWith(int number, Duration window) throws InterruptedException {
    return run(number, window).perSecond() * ordersEach;
  }

  @Override
  public Measurement measure(int round, Duration window) throws InterruptedException {
    // The first writes after the checkpoint are whole pages; the shop has such a lead-in, too.
    run(clients, BenchPlan.LEAD_IN);
    meters.begins();
    var result = run(clients, window);
    meters.ends();
    var usage = meters.usage();
    var orders = result.transactions() * ordersEach;
    var more = new LinkedHashMap<String, Double>();
    more.put("clients", (double) clients);
    return new Measurement(
        name,
        round,
        result.perSecond() * ordersEach,
        orders,
        result.latencyMillis(),
        null,
        usage.cpuMicrosEach(orders),
        usage.each(DatabaseMeter.COMMITS, orders),
        usage.each(DatabaseMeter.BATCHES, orders),
        usage.each(DatabaseMeter.WAL_BYTES, orders),
        usage.foreignCpuPercent(),
        more,
        Books.errors(database));
  }

  private Pgbench.Result run(int number, Duration window) throws InterruptedException {
    return ordersEach == 1
        ? pgbench.run(database, ONE, Map.of("articles", articles), number, window)
        : pgbench.run(
            database, BATCHED, Map.of("articles", articles, "orders", ordersEach), number, window);
  }
}
