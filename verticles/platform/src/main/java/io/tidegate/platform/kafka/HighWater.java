package io.tidegate.platform.kafka;

/**
 * Whether something has risen above its mark. Once it has, it stays so until a fifth of the mark is
 * free again, so that whoever waits for it to fall is not let in and shut out in turns. One thread.
 */
final class HighWater {

  private static final int LOW_PERCENT = 80;

  private final long mark;
  private boolean above;

  HighWater(long mark) {
    this.mark = mark;
  }

  /** Whether this level is too high, after all that was seen before it. */
  boolean isAbove(long level) {
    above = above ? level * 100 >= mark * LOW_PERCENT : level >= mark;
    return above;
  }
}
