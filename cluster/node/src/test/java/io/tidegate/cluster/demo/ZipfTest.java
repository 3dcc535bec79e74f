package io.tidegate.cluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ZipfTest {

  /** With exponent 1 and three things the shares are 6, 3 and 2 of 11. */
  private final Zipf zipf = new Zipf(3, 1);

  @Test
  void choosesTheFirstMostOften() {
    assertEquals(0, zipf.choose(0));
    assertEquals(0, zipf.choose(5.9 / 11));
  }

  @Test
  void choosesTheOthersBySharesThatFall() {
    assertEquals(1, zipf.choose(6.1 / 11));
    assertEquals(1, zipf.choose(8.9 / 11));
    assertEquals(2, zipf.choose(9.1 / 11));
  }

  @Test
  void staysInRangeAtTheVeryEnd() {
    assertEquals(2, zipf.choose(Math.nextDown(1.0)));
  }
}
