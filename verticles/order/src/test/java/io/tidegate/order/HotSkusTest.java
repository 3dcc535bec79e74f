package io.tidegate.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Money;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HotSkusTest {

  private long millis = 5_000;
  private final HotSkus hotSkus = new HotSkus(() -> Duration.ofMillis(millis).toNanos());

  @Test
  void namesTheLineThatWasOrderedMost() {
    cart("TEA");
    cart("TEA");
    cart("CUP");

    assertEquals(Sku.of("TEA"), cart("CUP", "TEA", "POT"));
  }

  @Test
  void namesTheFirstOfEquals() {
    assertEquals(Sku.of("CUP"), cart("CUP", "TEA"));
  }

  @Test
  void staysBoundedAndKnowsWhatItCountedFirst() {
    cart("TEA");
    IntStream.range(0, 20_000).forEach(number -> cart("OTHER-" + number));

    assertEquals(Sku.of("TEA"), cart("OTHER-19999", "TEA"));
  }

  @Test
  void countsTheSecondBefore() {
    cart("TEA");
    cart("TEA");
    millis += 1_900;

    assertEquals(Sku.of("TEA"), cart("CUP", "TEA"));
  }

  @Test
  void forgetsWhatIsLongerAgo() {
    cart("TEA");
    cart("TEA");
    millis += 1_000;
    cart("POT");
    millis += 1_000;

    assertEquals(Sku.of("POT"), cart("TEA", "POT"));
  }

  @Test
  void forgetsEverythingInAPause() {
    cart("TEA");
    millis += 2_000;

    assertEquals(Sku.of("CUP"), cart("CUP", "TEA"));
  }

  private Sku cart(String... skus) {
    return hotSkus.hottest(
        Stream.of(skus)
            .map(
                sku -> new OrderLine(Sku.of(sku), sku, 1, new Money(1, "KRW"), new Money(1, "KRW")))
            .toList());
  }
}
