package io.tidegate.catalog.domain;

import java.util.Optional;

/** How long a text may be, in characters as people count them, and what it may be made of. */
public final class TextRules {

  private TextRules() {}

  /** What is wrong with a text of so many characters at least and at most; empty if nothing is. */
  public static Optional<String> wrong(String text, int least, int most) {
    var length = text.codePointCount(0, text.length());
    if (length < least || length > most) {
      return Optional.of("must have %d to %d characters".formatted(least, most));
    }
    // PostgreSQL has no place for U+0000 in a text, and nobody has one for the others in a name.
    return text.chars().anyMatch(TextRules::isControl)
        ? Optional.of("must not have control characters")
        : Optional.empty();
  }

  private static boolean isControl(int character) {
    return character < 0x20 || character == 0x7f;
  }
}
