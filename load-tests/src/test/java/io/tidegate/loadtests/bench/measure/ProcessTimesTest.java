package io.tidegate.loadtests.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessTimesTest {

  @Test
  void readsPastANameWithSpacesAndBrackets() {
    var stat = "4711 (post gres) x) S 1 2 3 4 5 6 7 8 9 10 30 12 5 7 20 0 1 0 1000 1 1 1 1 1 1 1\n";

    assertEquals(new ProcessTimes(42, 12), ProcessTimes.parse(stat));
  }

  @Test
  void knowsItself() {
    assertTrue(ProcessTimes.of(ProcessHandle.current().pid()).orElseThrow().own() > 0);
  }

  @Test
  void sharesTheCostAmongTheOrders() {
    var usage = new Usage(10, Map.of("nodes", 1_000_000L, "machine", 2_000_000L), Map.of("w", 50L));

    assertEquals(Map.of("nodes", 100.0), usage.cpuMicrosEach(10_000));
    assertEquals(0.005, usage.each("w", 10_000));
    assertEquals(
        10.0 / Runtime.getRuntime().availableProcessors(), usage.foreignCpuPercent(), 1e-9);
  }
}
