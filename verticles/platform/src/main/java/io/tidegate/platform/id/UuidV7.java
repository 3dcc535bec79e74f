package io.tidegate.platform.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Draws UUIDs of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so
 * that new ids sort behind old ones and index pages fill from the right. Ids of one millisecond are
 * in no particular order. Any thread.
 */
public final class UuidV7 {

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public UuidV7(InstantSource clock) {
    this.clock = clock;
  }

  /** A new id. */
  public UUID next() {
    return at(clock.millis(), random.nextLong(), random.nextLong());
  }

  private static UUID at(long millis, long high, long low) {
    return new UUID(
        (millis << 16) | 0x7000L | (high & 0x0FFFL),
        0x8000_0000_0000_0000L | (low & 0x3FFF_FFFF_FFFF_FFFFL));
  }
}
