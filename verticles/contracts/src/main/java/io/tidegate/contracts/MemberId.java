package io.tidegate.contracts;

import java.util.UUID;

/** A member. UUIDv7, drawn by identity. */
public record MemberId(UUID value) implements Comparable<MemberId> {

  /** Reads the text form; {@link IllegalArgumentException} where it is not a UUID. */
  public static MemberId of(String text) {
    return new MemberId(Ids.uuid(text));
  }

  @Override
  public int compareTo(MemberId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
