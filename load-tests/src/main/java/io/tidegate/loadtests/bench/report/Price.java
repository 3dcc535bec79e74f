package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What an order costs with one build more than with the other.
 *
 * @param load how orders were made
 * @param what it costs
 * @param ours of each pair that counts, in their order
 * @param theirs the same of the other build
 */
public record Price(String load, String what, String unit, List<Double> ours, List<Double> theirs) {

  /** The groups of processes that make up a shop, and all of them together. */
  private static final String SUM = "sum";

  private static final String MICROS = "CPU µs";

  @JsonProperty
  public List<Double> differences() {
    var differences = new ArrayList<Double>();
    for (var pair = 0; pair < ours.size(); pair++) {
      differences.add(ours.get(pair) - theirs.get(pair));
    }
    return differences;
  }

  /** Of the differences; null where no pair counts. */
  @JsonProperty
  public Double median() {
    return ours.isEmpty() ? null : Statistics.of(differences()).median();
  }

  /** Of the median of the differences; null where no pair counts. */
  @JsonProperty
  public Interval interval() {
    return ours.isEmpty() ? null : Interval.ofMedian(differences());
  }

  /**
   * All prices of a run.
   *
   * @param groups of processes that a shop consists of
   */
  static List<Price> of(List<Measurement> measurements, List<String> groups) {
    var prices = new ArrayList<Price>();
    for (var load : Names.LOADS) {
      groups.forEach(
          group -> prices.add(micros(measurements, load, group, each -> micros(each, group))));
      prices.add(
          micros(
              measurements,
              load,
              SUM,
              each -> groups.stream().mapToDouble(group -> micros(each, group)).sum()));
      prices.add(of(measurements, load, "orders", "a second", Measurement::perSecond));
    }
    return List.copyOf(prices);
  }

  private static double micros(Measurement measured, String group) {
    return measured.cpuMicrosEach().getOrDefault(group, 0.0);
  }

  private static Price micros(
      List<Measurement> measurements,
      String load,
      String what,
      ToDoubleFunction<Measurement> value) {
    return of(measurements, load, what, MICROS, value);
  }

  private static Price of(
      List<Measurement> measurements,
      String load,
      String what,
      String unit,
      ToDoubleFunction<Measurement> value) {
    var ours = byPair(measurements, Names.build(Names.OURS, load));
    var theirs = byPair(measurements, Names.build(Names.THEIRS, load));
    var pairs = new TreeMap<>(ours);
    pairs.keySet().retainAll(theirs.keySet());
    return new Price(
        load,
        what,
        unit,
        pairs.keySet().stream().map(pair -> value.applyAsDouble(ours.get(pair))).toList(),
        pairs.keySet().stream().map(pair -> value.applyAsDouble(theirs.get(pair))).toList());
  }

  private static Map<Integer, Measurement> byPair(List<Measurement> measurements, String who) {
    return measurements.stream()
        .filter(measured -> measured.contender().equals(who) && measured.counts())
        .collect(Collectors.toMap(Measurement::round, measured -> measured));
  }
}
