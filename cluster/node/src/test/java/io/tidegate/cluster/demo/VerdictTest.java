package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.check.CheckReport;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {

  private static final Check WELL = new Check("all is well", 0);

  private static final CheckReport FINE = new CheckReport(List.of(), List.of());

  @Test
  void writesItsLineWithoutSeparators() {
    var verdict = new Verdict(500, 500, 4500, 0, 0, 0, FINE, List.of(WELL));
    assertEquals(
        "sold 500 of 500 · refused 4500 · oversold 0 · lost 0 · duplicated 0", verdict.line());
  }

  @Test
  void passesWhenEveryPromiseWasKept() {
    assertTrue(new Verdict(500, 500, 4500, 0, 0, 0, FINE, List.of(WELL)).passed());
  }

  @Test
  void failsWhenAPromiseWasBroken() {
    assertFalse(new Verdict(501, 500, 0, 1, 0, 0, FINE, List.of()).passed());
    assertFalse(new Verdict(500, 500, 0, 0, 1, 0, FINE, List.of()).passed());
    assertFalse(new Verdict(500, 500, 0, 0, 0, 1, FINE, List.of()).passed());
  }

  @Test
  void failsWhenACheckerFoundSomething() {
    var found = new CheckReport(false, List.of(), List.of());
    assertFalse(new Verdict(500, 500, 0, 0, 0, 0, found, List.of(WELL)).passed());
  }

  @Test
  void failsWhenACheckFailed() {
    var verdict = new Verdict(500, 500, 4500, 0, 0, 0, FINE, List.of(WELL));
    assertFalse(verdict.withChecks(List.of(new Check("nobody waits", 2))).passed());
  }
}
