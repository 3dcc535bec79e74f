package io.tidegate.contracts;

import java.util.UUID;

/** What the UUID-valued ids share. */
final class Ids {

  private Ids() {}

  /** Stricter than {@link UUID#fromString}, which accepts shortened groups. */
  static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not a UUID: it must have 36 characters");
    }
    return UUID.fromString(text);
  }

  /**
   * PostgreSQL's order of UUIDs (unsigned bytes), unlike {@link UUID#compareTo}, which is signed.
   */
  static int compare(UUID left, UUID right) {
    var high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }
}
