package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * All that a comparison of two builds found out.
 *
 * @param machine what it ran on, by name
 * @param plan how it was measured, by name
 * @param groups of processes that a shop consists of
 */
public record PriceResults(
    Map<String, String> machine,
    Map<String, String> plan,
    List<String> groups,
    List<Measurement> measurements) {

  @JsonProperty
  public List<Price> prices() {
    return Price.of(measurements, groups);
  }

  /** Measurements after which a promise was broken. */
  public List<Measurement> broken() {
    return measurements.stream().filter(measured -> !measured.counts()).toList();
  }
}
