package io.tidegate.cluster.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What is counted in the tables of order and inventory to see whether the promises were kept: each
 * is one statement, in a file of its name, because load tests run them, too. All but {@link
 * #REPLAY} give one number, which is 0 in a shop that is right.
 */
public enum Promise {
  /** Takes the ids of answered orders. */
  LOST,
  /** Takes the ids of orders that were answered as confirmed. */
  UNKEPT,
  DUPLICATED,
  /** Gives how many {@code skus} it looked at, and what is {@code beyond} and {@code astray}. */
  REPLAY,
  OVERPROMISED,
  /** Passes where releases and goods issues, which follow by events, are under way. */
  DISAGREEING;

  /** The statement. */
  public String sql() {
    var file = "promises/" + name().toLowerCase(Locale.ROOT) + ".sql";
    try (var text = Promise.class.getResourceAsStream(file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new IllegalStateException(file + " is in this jar", cause);
    }
  }
}
