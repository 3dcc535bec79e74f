package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.cluster.check.StockLedger.Movement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StockLedgerTest {

  @Test
  void addsUpWhateverOrderTheMovementsComeIn() {
    var newestFirst =
        List.of(
            new Movement(3, 1, "ISSUE", 2),
            new Movement(3, 0, "RELEASE", 1),
            new Movement(2, 0, "RESERVATION", 3),
            new Movement(1, 0, "RECEIPT", 10));
    assertEquals(new StockLedger.Sum(10, 8, 0, 2, 0), StockLedger.replay(newestFirst));
  }

  @Test
  void countsAsSoldWhatIsReservedOrHasLeft() {
    var sum =
        StockLedger.replay(
            List.of(
                new Movement(1, 0, "RECEIPT", 10),
                new Movement(2, 0, "RESERVATION", 3),
                new Movement(3, 0, "ISSUE", 1)));
    assertEquals(3, sum.sold());
  }

  @Test
  void seesThatMoreWasReservedThanThereWas() {
    var sum =
        StockLedger.replay(
            List.of(new Movement(1, 0, "RECEIPT", 2), new Movement(2, 0, "RESERVATION", 5)));
    assertEquals(3, sum.beyond());
  }

  @Test
  void seesAnOversaleThatWasMadeGoodLater() {
    var sum =
        StockLedger.replay(
            List.of(
                new Movement(1, 0, "RECEIPT", 2),
                new Movement(2, 0, "RESERVATION", 3),
                new Movement(3, 0, "RECEIPT", 9)));
    assertEquals(1, sum.beyond());
  }

  @Test
  void refusesAKindThatTheContractDoesNotKnow() {
    assertThrows(
        CheckException.class, () -> StockLedger.replay(List.of(new Movement(1, 0, "GIFT", 1))));
  }
}
