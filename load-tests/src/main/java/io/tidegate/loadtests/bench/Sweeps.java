package io.tidegate.loadtests.bench;

import io.tidegate.loadtests.bench.report.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Looks for the number of clients with which pgbench does best, and remembers all it tried. */
final class Sweeps {

  private static final List<Integer> CLIENTS = List.of(1, 2, 4, 8, 16, 32, 64);

  private final BenchPlan plan;
  private final Narration narration;
  private final List<Sweep> found = new ArrayList<>();

  Sweeps(BenchPlan plan, Narration narration) {
    this.plan = plan;
    this.narration = narration;
  }

  PgbenchContender atItsBest(PgbenchContender contender) throws InterruptedException {
    var rates = new TreeMap<Integer, Double>();
    for (var clients : CLIENTS) {
      rates.put(clients, contender.tryWith(clients, plan.sweepWindow()));
    }
    var sweep = new Sweep(contender.name(), rates);
    found.add(sweep);
    narration.say(contender.name() + ": " + sweep.best() + " clients do best");
    return contender.withClients(sweep.best());
  }

  List<Sweep> found() {
    return List.copyOf(found);
  }
}
