package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.load.Answers;
import io.tidegate.loadtests.bench.load.LoadGenerator;
import io.tidegate.loadtests.bench.load.Requests;
import io.tidegate.loadtests.bench.load.Surge;
import io.tidegate.loadtests.bench.measure.Books;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.loadtests.bench.measure.DatabaseMeter;
import io.tidegate.loadtests.bench.measure.Meters;
import io.tidegate.loadtests.bench.measure.Quiet;
import io.tidegate.loadtests.bench.report.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/** Orders over HTTP in a closed loop: the shop, or the plain endpoint. */
final class HttpContender implements Contender {

  private static final Duration BOOKS_TIME = Duration.ofSeconds(20);
  private static final long BOOKS_AGAIN_MILLIS = 500;

  private static final LoadGenerator.AtWindow UNMETERED =
      new LoadGenerator.AtWindow() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
      };

  private final String name;
  private final LoadGenerator generator;
  private final Supplier<Requests> requests;
  private final boolean refusals;
  private final Meters meters;
  private final Quiet quiet;
  private final Database database;

  /**
   * @param refusals whether refusals are what is counted
   */
  HttpContender(
      String name,
      LoadGenerator generator,
      Supplier<Requests> requests,
      boolean refusals,
      Meters meters,
      Quiet quiet,
      Database database) {
    this.name = name;
    this.generator = generator;
    this.requests = requests;
    this.refusals = refusals;
    this.meters = meters;
    this.quiet = quiet;
    this.database = database;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Measurement measure(int round, Duration window) throws InterruptedException {
    var answers = generator.closed(requests.get(), BenchPlan.LEAD_IN, window, meters);
    return measurement(name, round, answers, refusals ? answers.refused() : answers.placed());
  }

  /** The same at a rate, whatever the system does; it goes by another name then. */
  Measurement measureOpen(String openName, int round, Duration window, double perSecond)
      throws InterruptedException {
    return measureOpen(openName, round, window, perSecond, meters);
  }

  /** The same while something else is done, besides reading the meters, at the window's ends. */
  Measurement measureOpen(
      String openName,
      int round,
      Duration window,
      double perSecond,
      UnaryOperator<LoadGenerator.AtWindow> besides)
      throws InterruptedException {
    return measureOpen(openName, round, window, perSecond, besides.apply(meters));
  }

  private Measurement measureOpen(
      String openName,
      int round,
      Duration window,
      double perSecond,
      LoadGenerator.AtWindow atWindow)
      throws InterruptedException {
    var answers = generator.open(requests.get(), perSecond, BenchPlan.LEAD_IN, window, atWindow);
    var measured = measurement(openName, round, answers, answers.placed());
    putOpen(measured.more(), answers, perSecond, window);
    return measured;
  }

  /** A surge, at whose rate only the refusals can be many. */
  Measurement measureSurge(int round, Surge surge) throws InterruptedException {
    var outcome = generator.surge(requests.get(), surge, meters);
    var answers = outcome.answers();
    var measured = measurement(name, round, answers, answers.placed());
    putOpen(measured.more(), answers, surge.perSecond(), surge.window());
    measured.more().put("turnedAway", (double) answers.turnedAway());
    measured.more().put(Measurement.RECOVERY_SECONDS, (double) outcome.recovery().seconds());
    measured.more().put("unwellAfterwards", (double) outcome.recovery().unwell());
    return measured;
  }

  /**
   * All that its orders cost, in a closed loop: from before the first of them was sent until the
   * system has caught up with the last.
   */
  Measurement price(int pair, Duration window) throws InterruptedException {
    meters.begins();
    var answers = generator.closed(requests.get(), Duration.ZERO, window, UNMETERED);
    return priced(pair, answers, window);
  }

  /** The same of orders that fall due at a rate. */
  Measurement priceOpen(int pair, Duration window, double perSecond) throws InterruptedException {
    meters.begins();
    var answers = generator.open(requests.get(), perSecond, Duration.ZERO, window, UNMETERED);
    var measured = priced(pair, answers, window);
    putOpen(measured.more(), answers, perSecond, window);
    return measured;
  }

  private Measurement priced(int pair, Answers answers, Duration window)
      throws InterruptedException {
    var catchUp = quiet.await(BenchPlan.QUIET_TIME);
    meters.ends();
    // Those too that were answered when the window was over.
    var orders = (long) answers.confirmed().count();
    var placed = answers.placed();
    var perSecond = (double) placed.getTotalCount() / window.toSeconds();
    var measured = measurement(name, pair, answers, placed, new Work(orders, perSecond, catchUp));
    if (catchUp < BenchPlan.QUIET_TIME.toSeconds()) {
      return measured;
    }
    return measured.with("it has not caught up in " + BenchPlan.QUIET_TIME.toSeconds() + " s");
  }

  private static void putOpen(
      Map<String, Double> more, Answers answers, double perSecond, Duration window) {
    more.put("meantPerSecond", perSecond);
    more.put("p999Millis", millis(answers.placed(), 99.9));
    more.put("shedPerSecond", (double) answers.shed().getTotalCount() / window.toSeconds());
    more.put("shedP99Millis", millis(answers.shed(), 99));
    more.put("generatorLagP99Millis", millis(answers.lag(), 99));
  }

  private Measurement measurement(String called, int round, Answers answers, Histogram counted)
      throws InterruptedException {
    var catchUp = quiet.await(BenchPlan.QUIET_TIME);
    var count = counted.getTotalCount();
    var work = new Work(count, count / meters.usage().seconds(), catchUp);
    return measurement(called, round, answers, counted, work);
  }

  /**
   * What was done.
   *
   * @param orders that all which was used is shared out among
   */
  private record Work(long orders, double perSecond, double catchUpSeconds) {}

  private Measurement measurement(
      String called, int round, Answers answers, Histogram counted, Work work)
      throws InterruptedException {
    var usage = meters.usage();
    var count = work.orders();
    var more = new LinkedHashMap<String, Double>();
    more.put("catchUpSeconds", work.catchUpSeconds());
    more.put("placed", (double) answers.placed().getTotalCount());
    more.put("pending", (double) answers.pending());
    more.put("refused", (double) answers.refused().getTotalCount());
    more.put("refusedOnDisk", (double) answers.rejected());
    more.put("shed", (double) answers.shed().getTotalCount());
    more.put("late", (double) answers.late());
    more.put("unanswered", (double) answers.unanswered());
    return new Measurement(
        called,
        round,
        work.perSecond(),
        count,
        millis(counted, 50),
        millis(counted, 99),
        usage.cpuMicrosEach(count),
        usage.each(DatabaseMeter.COMMITS, count),
        usage.each(DatabaseMeter.BATCHES, count),
        usage.each(DatabaseMeter.WAL_BYTES, count),
        usage.foreignCpuPercent(),
        more,
        errors(answers));
  }

  private List<String> errors(Answers answers) throws InterruptedException {
    var errors = new ArrayList<>(books(answers));
    if (answers.unexpected() > 0 || answers.unanswered() > 0) {
      errors.add(
          "%d unexpected answers and %d unanswered requests, the first: %s"
              .formatted(answers.unexpected(), answers.unanswered(), answers.firstUnexpected()));
    }
    return List.copyOf(errors);
  }

  /** An order that was answered as pending may need a moment more until it has an outcome. */
  private List<String> books(Answers answers) throws InterruptedException {
    var deadline = System.nanoTime() + BOOKS_TIME.toNanos();
    var errors = Books.errors(database, answers.confirmed(), answers.unconfirmed());
    while (!errors.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(BOOKS_AGAIN_MILLIS);
      errors = Books.errors(database, answers.confirmed(), answers.unconfirmed());
    }
    return errors;
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
