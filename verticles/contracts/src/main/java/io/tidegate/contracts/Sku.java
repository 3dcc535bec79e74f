package io.tidegate.contracts;

/** A stock keeping unit: 1–64 of {@code A-Z 0-9 - _}. */
public record Sku(String value) implements Comparable<Sku> {

  private static final int LENGTH_MAX = 64;

  public Sku {
    if (!Codes.isCode(value, LENGTH_MAX, '-')) {
      throw new IllegalArgumentException("a SKU is 1 to 64 of A-Z 0-9 - _");
    }
  }

  /** Reads the text form; {@link IllegalArgumentException} where it has another shape. */
  public static Sku of(String text) {
    return new Sku(text);
  }

  @Override
  public int compareTo(Sku other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
