package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * All that a run found out.
 *
 * @param machine what it ran on, by name
 * @param plan how it was measured, by name
 */
public record Results(
    Map<String, String> machine,
    Map<String, String> plan,
    List<Sweep> sweeps,
    List<Measurement> measurements) {

  @JsonProperty
  public List<Figure> figures() {
    return Figures.of(measurements);
  }

  /** The names of the contenders in the order in which they ran. */
  public List<String> contenders() {
    return measurements.stream().map(Measurement::contender).distinct().toList();
  }

  /** The rounds of a contender that count. */
  public List<Measurement> of(String contender) {
    return measurements.stream()
        .filter(measured -> measured.contender().equals(contender) && measured.counts())
        .toList();
  }

  /** Rounds after which a promise was broken. */
  public List<Measurement> broken() {
    return measurements.stream().filter(measured -> !measured.counts()).toList();
  }
}
