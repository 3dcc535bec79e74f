package io.tidegate.loadtests.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PriceTest {

  private static final List<String> GROUPS = List.of("nodes", "postgres");

  @Test
  void subtractsWithinEachPair() {
    var sum = price("sum", both(measured(1, 110, 205, 100, 200), measured(2, 90, 150, 70, 160)));

    assertEquals(List.of(315.0, 240.0), sum.ours());
    assertEquals(List.of(300.0, 230.0), sum.theirs());
    assertEquals(List.of(15.0, 10.0), sum.differences());
    assertEquals(12.5, sum.median());
    assertEquals(new Interval(10, 15, 50), sum.interval());
  }

  @Test
  void leavesOutThePairOfWhatBrokeAPromise() {
    var broken = new ArrayList<>(measured(2, 90, 150, 70, 160));
    broken.set(0, broken.getFirst().with("3 answered orders are lost"));
    var nodes = price("nodes", both(measured(1, 110, 205, 100, 200), broken));

    assertEquals(List.of(10.0), nodes.differences());
    assertNull(price("nodes", broken).median());
    assertNull(price("nodes", broken).interval());
  }

  @Test
  void showsWhatItFoundOut() throws Exception {
    var results =
        new PriceResults(
            Map.of("cpu", "some"),
            Map.of("command", "./tidegate bench --against x"),
            GROUPS,
            measured(1, 1_110, 205.25, 1_000, 200));

    assertTrue(
        PriceReport.markdown(results)
            .contains(
                "| nodes, CPU µs | 1,110 | 1,000 | +110.0 | +110.0 to +110.0 | +110.0 to +110.0 | +11.0 % |"),
        () -> PriceReport.markdown(results));
    assertTrue(PriceReport.text(results).contains("0.0 % with 1 pairs"));
    var json = new ObjectMapper().readTree(Report.json(results));
    assertEquals(110, json.at("/prices/0/median").asInt());
    assertEquals(110, json.at("/prices/0/interval/low").asInt());
  }

  private static List<Measurement> both(List<Measurement> one, List<Measurement> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private static Price price(String what, List<Measurement> measurements) {
    return Price.of(measurements, GROUPS).stream()
        .filter(price -> price.load().equals(Names.FULL_SPEED) && price.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private static List<Measurement> measured(
      int pair, double ourNodes, double ourPostgres, double theirNodes, double theirPostgres) {
    return List.of(
        measured(Names.OURS, pair, ourNodes, ourPostgres),
        measured(Names.THEIRS, pair, theirNodes, theirPostgres));
  }

  private static Measurement measured(String build, int pair, double nodes, double postgres) {
    return new Measurement(
        Names.build(build, Names.FULL_SPEED),
        pair,
        1_000,
        10_000,
        3.5,
        12.25,
        Map.of("nodes", nodes, "postgres", postgres, "generator", 14.0),
        0.1,
        0.05,
        2_000,
        1,
        Map.of(),
        List.of());
  }
}
