package io.tidegate.loadtests.gatling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.loadtests.gatling.Ledger.Level;
import io.tidegate.loadtests.gatling.Ledger.Movement;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void countsWhatIsHeldOrGoneAsSold() {
    var level =
        Ledger.replay(
            List.of(
                new Movement(1, 0, "RECEIPT", 10),
                new Movement(2, 0, "RESERVATION", 4),
                new Movement(2, 1, "RESERVATION", 3),
                new Movement(3, 0, "RELEASE", 3),
                new Movement(4, 0, "ISSUE", 1)));
    assertEquals(new Level(9, 3, 4, 0), level);
  }

  @Test
  void readsMovementsInTheLedgersOrder() {
    var level =
        Ledger.replay(
            List.of(new Movement(2, 0, "RESERVATION", 5), new Movement(1, 0, "RECEIPT", 5)));
    assertEquals(0, level.beyond());
  }

  @Test
  void remembersHowFarItWasBelowZero() {
    var level =
        Ledger.replay(
            List.of(
                new Movement(1, 0, "RECEIPT", 5),
                new Movement(2, 0, "RESERVATION", 7),
                new Movement(3, 0, "RELEASE", 7)));
    assertEquals(2, level.beyond());
  }
}
