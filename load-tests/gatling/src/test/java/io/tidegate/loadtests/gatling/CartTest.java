package io.tidegate.loadtests.gatling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CartTest {

  private static final List<String> SKUS = List.of("A", "B", "C");
  private static final int DRAWS = 11_000;

  private final Random random = new Random(1);

  @Test
  void wantsTheFirstTwiceAsOftenAsTheSecond() {
    var times =
        IntStream.range(0, DRAWS)
            .mapToObj(_ -> Cart.wanted(SKUS, random))
            .collect(Collectors.groupingBy(sku -> sku, Collectors.counting()));
    assertEquals(6_000, times.get("A"), 300);
    assertEquals(3_000, times.get("B"), 300);
    assertEquals(2_000, times.get("C"), 300);
  }

  @Test
  void hasNoMoreLinesThanThereAreGoods() {
    assertTrue(
        IntStream.range(0, 100)
            .map(_ -> Cart.drawn(SKUS, 50, random).lines().size())
            .allMatch(size -> size >= 1 && size <= SKUS.size()));
  }
}
