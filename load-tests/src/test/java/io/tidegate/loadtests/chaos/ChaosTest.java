package io.tidegate.loadtests.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code ./tidegate chaos}: whatever is broken, no promise is. */
@Tag("chaos")
@Timeout(300)
final class ChaosTest {

  private static final Duration TIME = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void keepsItsPromisesWhateverDies() throws InterruptedException {
    var kinds =
        List.of(
            FaultKind.KILL_NODE,
            FaultKind.KILL_POSTGRES,
            FaultKind.SWALLOW_POSTGRES,
            FaultKind.CUT_KAFKA);
    var home = Path.of(System.getProperty("tidegate.root"));
    var plan = new ChaosPlan(home, folder, 1, TIME, kinds, "a test");

    var verdict = new Chaos(plan, System.out).run();

    assertEquals(0, verdict.unsettled());
    assertEquals(
        List.<Verdict>of(),
        verdict.check().verdicts().stream().filter(it -> !it.passed()).toList());
    assertTrue(verdict.steps().stream().allMatch(Outcome::healed), verdict::line);
    assertTrue(verdict.orders() > 0, verdict::line);
  }
}
