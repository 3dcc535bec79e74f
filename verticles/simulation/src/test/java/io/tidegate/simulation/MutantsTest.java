package io.tidegate.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that cannot fail proves nothing: each mistake is found within some seeds. */
final class MutantsTest {

  private static final int SEEDS = 300;

  @ParameterizedTest
  @EnumSource
  void isCaught(Mutant mutant) {
    var caught =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> new Simulation(seed, Set.of(mutant), SeedsTest.SETTINGS, null).run())
            .anyMatch(verdict -> !verdict.isGood());
    assertTrue(caught, () -> mutant + " was not caught within " + SEEDS + " seeds");
  }
}
