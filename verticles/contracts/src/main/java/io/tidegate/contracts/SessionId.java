package io.tidegate.contracts;

import java.util.UUID;

/** One login of a member: what a logout ends. UUIDv7, drawn by identity. */
public record SessionId(UUID value) implements Comparable<SessionId> {

  /** Reads the text form; {@link IllegalArgumentException} where it is not a UUID. */
  public static SessionId of(String text) {
    return new SessionId(Ids.uuid(text));
  }

  @Override
  public int compareTo(SessionId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
