package io.tidegate.loadtests.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * How pgbench's throughput depends on its clients.
 *
 * @param perSecond orders a second by number of clients
 */
public record Sweep(String contender, Map<Integer, Double> perSecond) {

  /** The number of clients with the highest throughput. */
  @JsonProperty
  public int best() {
    return perSecond.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
