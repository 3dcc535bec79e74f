package io.tidegate.contracts;

import java.util.UUID;

/** A delivery. UUIDv7, drawn by delivery. */
public record DeliveryId(UUID value) implements Comparable<DeliveryId> {

  /** Reads the text form; {@link IllegalArgumentException} where it is not a UUID. */
  public static DeliveryId of(String text) {
    return new DeliveryId(Ids.uuid(text));
  }

  @Override
  public int compareTo(DeliveryId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
