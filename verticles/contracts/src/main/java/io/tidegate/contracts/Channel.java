package io.tidegate.contracts;

/** Where an offer is sold: 1–32 of {@code A-Z 0-9 _}, such as {@code WEB}. */
public record Channel(String value) {

  private static final int LENGTH_MAX = 32;

  public Channel {
    if (!Codes.isCode(value, LENGTH_MAX, '_')) {
      throw new IllegalArgumentException("a channel is 1 to 32 of A-Z 0-9 _");
    }
  }

  /** Reads the text form; {@link IllegalArgumentException} where it has another shape. */
  public static Channel of(String text) {
    return new Channel(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
