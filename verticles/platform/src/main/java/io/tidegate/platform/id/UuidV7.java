package io.tidegate.platform.id;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Draws UUIDs of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so
 * that new ids sort behind old ones and index pages fill from the right. Ids of one millisecond are
 * in no particular order. Any thread.
 *
 * <p>Random bits are drawn in advance, for many ids at once: each draw has a price of its own,
 * which is far above that of the bits.
 */
public final class UuidV7 {

  private static final int DRAWN_BYTES = 4_096;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final byte[] bytes = new byte[DRAWN_BYTES];
  private final ByteBuffer drawn = ByteBuffer.wrap(bytes).position(DRAWN_BYTES);

  public UuidV7(InstantSource clock) {
    this(clock, new SecureRandom());
  }

  /** By a source of one's own; ids are as hard to guess as it is. */
  public UuidV7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id. */
  public UUID next() {
    long high;
    long low;
    synchronized (drawn) {
      if (!drawn.hasRemaining()) {
        random.nextBytes(bytes);
        drawn.rewind();
      }
      high = drawn.getLong();
      low = drawn.getLong();
    }
    return at(clock.millis(), high, low);
  }

  /** The least id that can be drawn at a moment. */
  public static UUID first(Instant moment) {
    return at(moment.toEpochMilli(), 0, 0);
  }

  private static UUID at(long millis, long high, long low) {
    return new UUID(
        (millis << 16) | 0x7000L | (high & 0x0FFFL),
        0x8000_0000_0000_0000L | (low & 0x3FFF_FFFF_FFFF_FFFFL));
  }
}
