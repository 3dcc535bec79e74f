package io.tidegate.loadtests.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  private static final String AGAINST_BEST = "hot SKU: the shop ÷ pgbench, its best client count";

  @Test
  void dividesWithinEachRound() {
    var figure =
        figure(
            AGAINST_BEST,
            Round.of(Names.HOT, 1, 300),
            Round.of(Names.PG_HOT, 1, 100),
            Round.of(Names.HOT, 2, 500),
            Round.of(Names.PG_HOT, 2, 250));

    assertEquals(List.of(3.0, 2.0), figure.each());
    assertEquals(2.5, figure.median());
    assertEquals(Figure.Verdict.PASS, figure.verdict());
  }

  @Test
  void failsBelowTheBound() {
    var figure = figure(AGAINST_BEST, Round.of(Names.HOT, 1, 219), Round.of(Names.PG_HOT, 1, 100));

    assertEquals(Figure.Verdict.FAIL, figure.verdict());
  }

  @Test
  void leavesOutRoundsThatBrokeAPromise() {
    var figure =
        figure(
            AGAINST_BEST,
            Round.of(Names.HOT, 1, 900, "1 answered orders are lost"),
            Round.of(Names.PG_HOT, 1, 100));

    assertNull(figure.median());
    assertEquals(Figure.Verdict.NOT_MEASURED, figure.verdict());
  }

  @Test
  void failsAboveABoundThatIsTheMost() {
    assertEquals(
        Figure.Verdict.PASS,
        figure("p99 at half of saturation", Round.of(Names.HALF, 1, 100)).verdict());
    assertEquals(
        Figure.Verdict.FAIL, new Figure("too slow", 20, true, "ms", List.of(20.1)).verdict());
  }

  private static Figure figure(String name, Measurement... measurements) {
    return Figures.of(List.of(measurements)).stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
