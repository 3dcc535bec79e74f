package io.tidegate.order.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The last sale of a page, newest first. */
public record SaleCursor(Instant placedAt, UUID orderId) {

  /** Later than any order, and within what PostgreSQL calls a timestamp. */
  private static final SaleCursor NEWEST =
      new SaleCursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1L, -1L));

  /** Reads a cursor; null is the first page, and empty is the answer to one that is not ours. */
  public static Optional<SaleCursor> parse(String text) {
    if (text == null) {
      return Optional.of(NEWEST);
    }
    try {
      var decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var parts = decoded.split(" ", -1);
      return parts.length == 2
          ? Optional.of(new SaleCursor(Instant.parse(parts[0]), UUID.fromString(parts[1])))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException _) {
      // Neither base64 nor a moment and an id: the caller made it up, and is told so.
      return Optional.empty();
    }
  }

  /** The opaque form. */
  public String format() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((placedAt + " " + orderId).getBytes(StandardCharsets.US_ASCII));
  }
}
