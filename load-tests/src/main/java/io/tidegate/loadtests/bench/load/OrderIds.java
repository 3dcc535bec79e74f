package io.tidegate.loadtests.bench.load;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The ids of answered orders, sixteen bytes each: there are millions. Not thread-safe. */
public final class OrderIds {

  private static final int TEXT_LENGTH = 36;

  private long[] halves = new long[1 << 12];
  private int count;

  /** Adds the id whose text form begins there; false where no whole UUID stands there. */
  public boolean add(byte[] text, int at) {
    if (at + TEXT_LENGTH > text.length) {
      return false;
    }
    var high = 0L;
    var low = 0L;
    var digits = 0;
    for (var i = at; i < at + TEXT_LENGTH; i++) {
      if (text[i] == '-') {
        continue;
      }
      var digit = Character.digit(text[i], 16);
      if (digit < 0) {
        return false;
      }
      if (digits++ < 16) {
        high = (high << 4) | digit;
      } else {
        low = (low << 4) | digit;
      }
    }
    if (digits != 32) {
      return false;
    }
    add(high, low);
    return true;
  }

  private void add(long high, long low) {
    if (count * 2 == halves.length) {
      halves = Arrays.copyOf(halves, halves.length * 2);
    }
    halves[count * 2] = high;
    halves[count * 2 + 1] = low;
    count++;
  }

  public int count() {
    return count;
  }

  public UUID get(int index) {
    return new UUID(halves[index * 2], halves[index * 2 + 1]);
  }

  /** All of them as they are now; a view. */
  public List<UUID> asList() {
    return new AbstractList<>() {
      @Override
      public UUID get(int index) {
        return OrderIds.this.get(index);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }
}
