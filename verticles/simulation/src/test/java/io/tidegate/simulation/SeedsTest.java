package io.tidegate.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.simulation.Simulation.Verdict;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SeedsTest {

  /** So many that the build stays short; there are more where they come from. */
  private static final int SEEDS = 100;

  static final Path SETTINGS = Path.of(System.getProperty("tidegate.root"), "conf");

  @Test
  void whateverHappensWhatMustHoldHolds() {
    var broken =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(SeedsTest::run)
            .filter(verdict -> !verdict.isGood())
            .map(verdict -> verdict.seed() + ": " + String.join("\n  ", verdict.broken()))
            .collect(Collectors.joining("\n"));
    assertTrue(broken.isEmpty(), () -> "broken seeds:\n" + broken);
  }

  @Test
  void aSeedIsOneStory() {
    for (var seed = 1L; seed <= 3; seed++) {
      assertEquals(run(seed).hash(), run(seed).hash(), "seed " + seed);
    }
    assertNotEquals(run(1).hash(), run(2).hash());
  }

  @Test
  void aSeedIsTheSameStoryInAnotherProcess() throws Exception {
    var here = run(1);
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dtidegate.root=" + System.getProperty("tidegate.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--seed",
                "1")
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("trace %016x".formatted(here.hash())), said);
  }

  @Test
  void everyFateIsMet() {
    var met = new TreeSet<String>();
    for (var seed = 1L; seed <= 12; seed++) {
      new Simulation(
              seed,
              Set.of(),
              SETTINGS,
              line -> met.add(line.substring(15).strip().split("  ", 2)[0]))
          .run();
    }
    for (var fate :
        Set.of(
            "killed",
            "paused",
            "draining",
            "cut off",
            "postgres crashes",
            "kafka stops",
            "statement LOST_THERE",
            "statement LOST_BACK",
            "statement SILENT_BACK",
            "message LOST",
            "message TWICE",
            "message LATE",
            "broker LOST_BACK",
            "cancelled",
            "dispatched")) {
      assertTrue(met.contains(fate), () -> fate + " is not among " + met);
    }
  }

  static Verdict run(long seed) {
    return new Simulation(seed, Set.of(), SETTINGS, null).run();
  }
}
