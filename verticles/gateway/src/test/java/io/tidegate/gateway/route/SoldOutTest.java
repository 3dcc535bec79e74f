package io.tidegate.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a node believes that something is sold out, and who may find out that it is not. */
class SoldOutTest {

  private static final Sku TEA = Sku.of("TEA");
  private static final Sku CUP = Sku.of("CUP");
  private static final List<CartLine> TEAS = List.of(new CartLine(TEA, 1));
  private static final List<CartLine> BOTH = List.of(new CartLine(CUP, 1), new CartLine(TEA, 2));

  private long millis = 5_000;
  private final SoldOut soldOut =
      new SoldOut(Duration.ofMillis(800), 100, () -> Duration.ofMillis(millis).toNanos());

  @Test
  void refusesNothingThatItWasNotTold() {
    assertNull(soldOut.refusable(TEAS));
    assertFalse(soldOut.isSoldOut(TEA));
  }

  @Test
  void refusesEachCartWithIt() {
    soldOut.learn(List.of(TEA), soldOut.now());
    assertEquals(TEA, soldOut.refusable(TEAS));
    assertEquals(TEA, soldOut.refusable(BOTH));
    assertNull(soldOut.refusable(List.of(new CartLine(CUP, 1))));
  }

  @Test
  void countsFromWhenTheQuestionWasSent() {
    var asked = soldOut.now();
    millis += 700;
    soldOut.learn(List.of(TEA), asked);
    assertTrue(soldOut.isSoldOut(TEA));
    millis += 99;
    assertTrue(soldOut.isSoldOut(TEA));
    millis += 1;
    assertFalse(soldOut.isSoldOut(TEA));
    assertNull(soldOut.refusable(TEAS));
  }

  @Test
  void learnsNothingFromAnAnswerThatCameTooLate() {
    var asked = soldOut.now();
    millis += 800;
    soldOut.learn(List.of(TEA), asked);
    assertNull(soldOut.refusable(TEAS));
  }

  @Test
  void isNotSetBackByALateAnswer() {
    var early = soldOut.now();
    millis += 500;
    soldOut.learn(List.of(TEA), soldOut.now());
    soldOut.learn(List.of(TEA), early);
    millis += 399;
    assertEquals(TEA, soldOut.refusable(TEAS));
  }

  @Test
  void letsAFewThroughToRenewIt() {
    soldOut.learn(List.of(TEA), soldOut.now());
    millis += 399;
    assertEquals(TEA, soldOut.refusable(TEAS));
    millis += 1;
    assertNull(soldOut.refusable(TEAS));
    assertEquals(TEA, soldOut.refusable(TEAS));
    millis += 199;
    assertEquals(TEA, soldOut.refusable(TEAS));
    millis += 1;
    assertNull(soldOut.refusable(TEAS));
    assertEquals(TEA, soldOut.refusable(TEAS));

    soldOut.learn(List.of(TEA), soldOut.now());
    millis += 399;
    assertEquals(TEA, soldOut.refusable(TEAS));
  }

  @Test
  void forgetsItWhenSomebodyGetsSome() {
    soldOut.learn(List.of(TEA), soldOut.now());
    millis += 10;
    soldOut.forget(BOTH, soldOut.now());
    assertNull(soldOut.refusable(TEAS));
  }

  @Test
  void doesNotForgetItForSomebodyWhoAskedBefore() {
    var before = soldOut.now();
    millis += 10;
    soldOut.learn(List.of(TEA), soldOut.now());
    soldOut.forget(TEAS, before);
    assertEquals(TEA, soldOut.refusable(TEAS));
  }
}
