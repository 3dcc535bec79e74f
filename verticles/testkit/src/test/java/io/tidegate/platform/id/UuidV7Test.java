package io.tidegate.platform.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.OrderId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {

  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00.123Z");

  private final UuidV7 ids = new UuidV7(InstantSource.fixed(NOW));

  @Test
  void drawsVersionSeven() {
    assertEquals(7, ids.next().version());
    assertEquals(2, ids.next().variant());
  }

  @Test
  void tellsWhenItWasDrawn() {
    assertEquals(NOW.toEpochMilli(), ids.next().getMostSignificantBits() >>> 16);
  }

  @Test
  void sortsBehindWhatWasDrawnAMillisecondBefore() {
    var later = new UuidV7(InstantSource.fixed(NOW.plusMillis(1)));

    assertTrue(new OrderId(ids.next()).compareTo(new OrderId(later.next())) < 0);
  }

  @Test
  void knowsTheLeastOfAMoment() {
    var least = new OrderId(UuidV7.first(NOW));
    var before = new OrderId(new UuidV7(InstantSource.fixed(NOW.minusMillis(1))).next());

    assertTrue(least.compareTo(new OrderId(ids.next())) <= 0);
    assertTrue(before.compareTo(least) < 0);
  }

  @Test
  void drawsNoneTwice() {
    var drawn = new HashSet<UUID>();
    for (var i = 0; i < 10_000; i++) {
      drawn.add(ids.next());
    }
    assertEquals(10_000, drawn.size());
  }
}
