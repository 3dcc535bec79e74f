package io.tidegate.loadtests.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Computes the figures of a run: ratios between contenders of the same round. */
public final class Figures {

  private static final String RATIO = "×";
  private static final String MILLIS = "ms";
  private static final String SECONDS = "s";

  private final List<Measurement> measurements;
  private final List<Figure> figures = new ArrayList<>();

  private Figures(List<Measurement> measurements) {
    this.measurements = measurements.stream().filter(Measurement::counts).toList();
  }

  /** All of them; those that were not measured say so. */
  public static List<Figure> of(List<Measurement> measurements) {
    var all = new Figures(measurements);
    all.ratio("hot SKU: the shop ÷ pgbench, its best client count", 2.2, Names.HOT, Names.PG_HOT);
    all.ratio("hot SKU: the shop ÷ pgbench, 64 clients", 4.5, Names.HOT, Names.PG_HOT_64);
    all.ratio(
        "uniform: the shop ÷ pgbench, its best client count",
        0.75,
        Names.UNIFORM,
        Names.PG_UNIFORM);
    all.ratio("carts of 3 lines: with the hot SKU ÷ uniform", 0.8, Names.CART3_HOT, Names.CART3);
    all.ratio("the shop: hot ÷ uniform", 0.9, Names.HOT, Names.UNIFORM);
    all.ratio("carts of 10 lines ÷ 1 line", 0.35, Names.CART10, Names.UNIFORM);
    all.ratio("sold-out refusals/s ÷ orders/s", 2, Names.SOLD_OUT, Names.HOT);
    all.atMost(
        "batch commits of order and inventory ÷ orders",
        0.15,
        RATIO,
        Names.HOT,
        Measurement::batchesEach);
    all.atMost("p99 at half of saturation", 20, MILLIS, Names.HALF, Measurement::p99Millis);
    all.ratio("goodput at 120 % ÷ at 100 %", 0.9, Names.OVERLOAD, Names.FULL);
    all.atMost(
        "p99 of what is refused at 120 %",
        50, MILLIS, Names.OVERLOAD, measured -> measured.more().getOrDefault("shedP99Millis", 0.0));
    all.atLeast(
        "orders confirmed ÷ orders due at a quarter of saturation, Kafka gone for a minute",
        0.99,
        RATIO,
        Names.OUTAGE,
        measured -> measured.perSecond() / measured.more().get("meantPerSecond"));
    all.atMost(
        "until no event waits after Kafka is back, orders going on",
        30,
        SECONDS,
        Names.OUTAGE,
        measured -> measured.more().get("drainSeconds"));
    all.ratio("goodput in a minute at 300 % ÷ peak", 0.8, Names.SURGE, Names.HOT);
    all.atMost(
        "after it, at 50 %: until every order is placed within 500 ms",
        5,
        SECONDS,
        Names.SURGE,
        measured -> measured.more().getOrDefault(Measurement.RECOVERY_SECONDS, Double.MAX_VALUE));
    all.ratio("three nodes ÷ one node", 0.6, Names.NODES, Names.HOT);
    all.ratio("a million orders in the books ÷ none", 0.85, Names.HISTORY, Names.UNIFORM);
    return List.copyOf(all.figures);
  }

  private void ratio(String name, double bound, String above, String below) {
    var belows = rates(below);
    var each = new ArrayList<Double>();
    rates(above)
        .forEach(
            (round, rate) -> {
              if (belows.getOrDefault(round, 0.0) > 0) {
                each.add(rate / belows.get(round));
              }
            });
    figures.add(new Figure(name, bound, false, RATIO, each));
  }

  private void atMost(
      String name,
      double bound,
      String unit,
      String contender,
      ToDoubleFunction<Measurement> value) {
    figures.add(new Figure(name, bound, true, unit, each(contender, value)));
  }

  private void atLeast(
      String name,
      double bound,
      String unit,
      String contender,
      ToDoubleFunction<Measurement> value) {
    figures.add(new Figure(name, bound, false, unit, each(contender, value)));
  }

  private List<Double> each(String contender, ToDoubleFunction<Measurement> value) {
    return measurements.stream()
        .filter(measured -> measured.contender().equals(contender))
        .map(measured -> value.applyAsDouble(measured))
        .toList();
  }

  private Map<Integer, Double> rates(String contender) {
    var rates = new TreeMap<Integer, Double>();
    measurements.stream()
        .filter(measured -> measured.contender().equals(contender))
        .forEach(measured -> rates.put(measured.round(), measured.perSecond()));
    return rates;
  }
}
