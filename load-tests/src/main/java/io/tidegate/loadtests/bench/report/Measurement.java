package io.tidegate.loadtests.bench.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one contender did in one round.
 *
 * @param perSecond orders, or refusals where those are measured
 * @param p50Millis of the closed loop, or the mean where only that is known
 * @param p99Millis the same; null where it is not known
 * @param cpuMicrosEach by group of processes, for each order
 * @param batchesEach batch commits of order and inventory for each order
 * @param more what else is worth knowing, by name
 * @param errors broken promises; with any, the round does not count
 */
public record Measurement(
    String contender,
    int round,
    double perSecond,
    long count,
    double p50Millis,
    Double p99Millis,
    Map<String, Double> cpuMicrosEach,
    double commitsEach,
    double batchesEach,
    double walBytesEach,
    double foreignCpuPercent,
    Map<String, Double> more,
    List<String> errors) {

  /** In {@link #more}: how long it took until all was well again. */
  public static final String RECOVERY_SECONDS = "recoverySeconds";

  /** The same with an error more. */
  public Measurement with(String error) {
    return new Measurement(
        contender,
        round,
        perSecond,
        count,
        p50Millis,
        p99Millis,
        cpuMicrosEach,
        commitsEach,
        batchesEach,
        walBytesEach,
        foreignCpuPercent,
        more,
        Stream.concat(errors.stream(), Stream.of(error)).toList());
  }

  public boolean counts() {
    return errors.isEmpty();
  }
}
