package io.tidegate.contracts;

import java.util.UUID;

/** An order. UUIDv7, drawn by the gateway. */
public record OrderId(UUID value) implements Comparable<OrderId> {

  /** Reads the text form; {@link IllegalArgumentException} where it is not a UUID. */
  public static OrderId of(String text) {
    return new OrderId(Ids.uuid(text));
  }

  @Override
  public int compareTo(OrderId other) {
    return Ids.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
