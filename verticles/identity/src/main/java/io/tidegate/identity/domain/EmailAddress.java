package io.tidegate.identity.domain;

import java.util.Locale;
import java.util.Optional;

/** A member's address in the one form that is stored and compared: lower case. */
public record EmailAddress(String value) {

  private static final int LENGTH_MAX = 254;

  /** Reads what somebody typed; empty where no member could have it. Nothing is trimmed. */
  public static Optional<EmailAddress> of(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    var at = lower.indexOf('@');
    var isAddress =
        lower.length() <= LENGTH_MAX
            && at > 0
            && at == lower.lastIndexOf('@')
            && at < lower.length() - 1
            && lower.codePoints().allMatch(EmailAddress::isAllowed);
    return isAddress ? Optional.of(new EmailAddress(lower)) : Optional.empty();
  }

  /** Unpaired surrogates have no UTF-8 form: two addresses could become one on the way to disk. */
  private static boolean isAllowed(int character) {
    return !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && !Character.isISOControl(character)
        && Character.getType(character) != Character.SURROGATE;
  }

  @Override
  public String toString() {
    return "EmailAddress[•••]";
  }
}
