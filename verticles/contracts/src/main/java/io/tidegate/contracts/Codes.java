package io.tidegate.contracts;

/**
 * The shape of codes that people give to things: capital letters, digits and a few signs. Written
 * out rather than as a pattern, as codes are made of texts many times for each order.
 */
final class Codes {

  private Codes() {}

  /** Whether it is 1 to so many of {@code A-Z 0-9 _} and of one sign more. */
  static boolean isCode(String text, int lengthMax, char sign) {
    var length = text.length();
    if (length == 0 || length > lengthMax) {
      return false;
    }
    for (var i = 0; i < length; i++) {
      var c = text.charAt(i);
      if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == sign)) {
        return false;
      }
    }
    return true;
  }
}
