package io.tidegate.inventory.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The last movement of a page, newest first: the next page is what stands before it. */
public record MovementCursor(int version, int position) {

  private static final MovementCursor NEWEST = new MovementCursor(Integer.MAX_VALUE, 0);

  /** Reads a cursor; null is the first page, and empty is the answer to one that is not ours. */
  public static Optional<MovementCursor> parse(String text) {
    if (text == null) {
      return Optional.of(NEWEST);
    }
    try {
      var decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var parts = decoded.split("\\.", -1);
      return parts.length == 2
          ? Optional.of(new MovementCursor(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      // Neither base64 nor numbers: the caller made it up, and is told so.
      return Optional.empty();
    }
  }

  /** The opaque form. */
  public String format() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((version + "." + position).getBytes(StandardCharsets.US_ASCII));
  }
}
