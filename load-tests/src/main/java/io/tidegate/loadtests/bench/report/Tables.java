package io.tidegate.loadtests.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of a run. */
final class Tables {

  private Tables() {}

  static TextTable figures(Results results) {
    var table = new TextTable().row("figure", "median", "rounds", "bound", "");
    for (var figure : results.figures()) {
      var bound = (figure.atMost() ? "≤ " : "≥ ") + number(figure.bound());
      if (figure.each().isEmpty()) {
        table.row(figure.name(), "–", "–", bound, "not measured");
      } else {
        var spread = Statistics.of(figure.each());
        table.row(
            figure.name(),
            number(spread.median()) + (figure.unit().endsWith("s") ? " " + figure.unit() : ""),
            number(spread.least()) + "–" + number(spread.most()),
            bound,
            figure.verdict() == Figure.Verdict.PASS ? "pass" : "FAIL");
      }
    }
    return table;
  }

  static TextTable rates(Results results) {
    var table = new TextTable().row("who", "orders/s", "rounds", "p50 ms", "p99 ms");
    for (var contender : results.contenders()) {
      var rounds = results.of(contender);
      if (rounds.isEmpty()) {
        table.row(contender, "–", "none counts", "–", "–");
        continue;
      }
      var rate = spread(rounds, Measurement::perSecond);
      table.row(
          contender,
          whole(rate.median()),
          whole(rate.least()) + "–" + whole(rate.most()),
          number(spread(rounds, Measurement::p50Millis).median()),
          rounds.stream().allMatch(round -> round.p99Millis() != null)
              ? number(spread(rounds, Measurement::p99Millis).median())
              : "–");
    }
    return table;
  }

  static TextTable costs(Results results) {
    var groups =
        results.measurements().stream()
            .flatMap(measured -> measured.cpuMicrosEach().keySet().stream())
            .distinct()
            .toList();
    var heading = new java.util.ArrayList<>(List.of("CPU µs for each order"));
    heading.addAll(groups);
    heading.addAll(List.of("commits", "batches", "WAL bytes", "others' CPU %"));
    var table = new TextTable().row(heading.toArray(String[]::new));
    for (var contender : results.contenders()) {
      var rounds = results.of(contender);
      if (!rounds.isEmpty()) {
        table.row(costsOf(contender, rounds, groups).toArray(String[]::new));
      }
    }
    return table;
  }

  private static List<String> costsOf(
      String contender, List<Measurement> rounds, List<String> groups) {
    var row = new java.util.ArrayList<>(List.of(contender));
    for (var group : groups) {
      var used = spread(rounds, round -> round.cpuMicrosEach().getOrDefault(group, 0.0)).median();
      row.add(used == 0 ? "–" : whole(used));
    }
    row.add(number(spread(rounds, Measurement::commitsEach).median()));
    row.add(number(spread(rounds, Measurement::batchesEach).median()));
    row.add(whole(spread(rounds, Measurement::walBytesEach).median()));
    row.add(whole(spread(rounds, Measurement::foreignCpuPercent).median()));
    return row;
  }

  static TextTable sweeps(Results results) {
    var clients =
        results.sweeps().stream()
            .flatMap(sweep -> sweep.perSecond().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    var heading = new java.util.ArrayList<>(List.of("orders/s by clients"));
    clients.forEach(number -> heading.add(Integer.toString(number)));
    var table = new TextTable().row(heading.toArray(String[]::new));
    for (var sweep : results.sweeps()) {
      var row = new java.util.ArrayList<>(List.of(sweep.contender()));
      clients.forEach(
          number ->
              row.add(
                  sweep.perSecond().containsKey(number)
                      ? whole(sweep.perSecond().get(number))
                      : "–"));
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  /** Other numbers of the shop's rounds, by contender: medians. */
  static Map<String, Map<String, Double>> more(Results results) {
    return results.contenders().stream()
        .filter(contender -> !results.of(contender).isEmpty())
        .collect(
            Collectors.toMap(
                Function.identity(),
                contender -> medians(results.of(contender)),
                (a, _) -> a,
                TreeMap::new));
  }

  private static Map<String, Double> medians(List<Measurement> rounds) {
    var medians = new TreeMap<String, Double>();
    for (var name : rounds.getFirst().more().keySet()) {
      medians.put(name, spread(rounds, round -> round.more().getOrDefault(name, 0.0)).median());
    }
    return medians;
  }

  private static Statistics spread(List<Measurement> rounds, Function<Measurement, Double> value) {
    return Statistics.of(rounds.stream().map(value).toList());
  }

  static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** Three digits that say something. */
  static String number(double number) {
    return String.format(
        Locale.ROOT, number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : "%.2f", number);
  }
}
