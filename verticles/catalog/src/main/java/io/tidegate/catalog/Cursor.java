package io.tidegate.catalog;

import io.tidegate.contracts.CommonRefusal.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a page ended: the last key on it, in a form that nobody is tempted to read. */
final class Cursor {

  /** What the keys of our lists are made of: SKUs and channels. */
  private static final Pattern KEY = Pattern.compile("[A-Z0-9_-]{1,64}");

  private Cursor() {}

  static String of(String lastKey) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(lastKey.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key to go on after, the empty text where there is no cursor; empty where it is not ours.
   */
  static Optional<String> read(String cursor) {
    if (cursor == null) {
      return Optional.of("");
    }
    try {
      var key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return Optional.of(key).filter(text -> KEY.matcher(text).matches());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Invalid refused() {
    return Invalid.at("/cursor", "is not one that an earlier page gave");
  }
}
