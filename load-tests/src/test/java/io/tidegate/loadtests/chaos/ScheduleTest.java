package io.tidegate.loadtests.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void givesTheSameStepsForTheSameSeed() {
    assertEquals(steps(7, 100), steps(7, 100));
    assertNotEquals(steps(7, 100), steps(8, 100));
  }

  /** A seed that found something must find it again after years. */
  @Test
  void givesTheStepsThatItHasAlwaysGiven() {
    assertEquals(
        List.of(
            "PT2.985S cut-kafka for 3.2 s",
            "PT2.596S kill-two-nodes 1+2",
            "PT2.332S slow-postgres for 7.3 s and freeze-kafka for 11.2 s after 1.3 s",
            "PT3.205S kill-all-nodes 1+2+3"),
        steps(1, 4).stream().map(step -> step.calm() + " " + step).toList());
  }

  @Test
  void bringsEveryKindBeforeAnyComesAgain() {
    var first = new HashSet<FaultKind>();
    steps(3, ALL.size()).forEach(step -> first.add(step.faults().getFirst().kind()));

    assertEquals(ALL.size(), first.size());
  }

  @Test
  void breaksTwoPartsAtOnceAndNeverOneTwice() {
    var together = steps(5, 99).stream().filter(step -> step.faults().size() > 1).toList();

    assertEquals(33, together.size());
    for (var step : together) {
      var parts = step.faults().stream().map(fault -> fault.kind().part()).distinct().toList();
      assertEquals(2, parts.size(), step::toString);
    }
  }

  @Test
  void keepsToTheBoundsOfAKind() {
    for (var step : steps(11, 300)) {
      for (var fault : step.faults()) {
        var kind = fault.kind();
        assertEquals(kind.nodes(), new HashSet<>(fault.nodes()).size(), fault::toString);
        assertTrue(List.of(1, 2, 3).containsAll(fault.nodes()), fault::toString);
        assertTrue(fault.hold().toSeconds() >= kind.holdSecondsMin(), fault::toString);
        assertTrue(fault.hold().toSeconds() <= kind.holdSecondsMax(), fault::toString);
      }
    }
  }

  @Test
  void readsKindsAsTheyAreWritten() {
    assertEquals(
        List.of(FaultKind.KILL_NODE, FaultKind.CUT_KAFKA), FaultKind.parse("cut-kafka, kill-node"));
    assertThrows(IllegalArgumentException.class, () -> FaultKind.parse("kill-everybody"));
  }

  private static List<Step> steps(long seed, int count) {
    var schedule = new Schedule(seed, ChaosPlan.NODES, ALL);
    return Stream.generate(schedule::next).limit(count).toList();
  }
}
