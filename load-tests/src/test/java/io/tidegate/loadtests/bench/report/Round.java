package io.tidegate.loadtests.bench.report;

import java.util.List;
import java.util.Map;

/** Measurements as tests need them. */
final class Round {

  private Round() {}

  static Measurement of(String contender, int round, double perSecond, String... errors) {
    return new Measurement(
        contender,
        round,
        perSecond,
        (long) (perSecond * 10),
        3.5,
        12.25,
        Map.of("nodes", 80.0),
        0.1,
        0.05,
        2_000,
        1,
        Map.of(),
        List.of(errors));
  }
}
