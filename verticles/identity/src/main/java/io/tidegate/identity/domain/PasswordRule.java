package io.tidegate.identity.domain;

/** What a new password must be: 8 to 128 characters, of whatever kind (NIST SP 800-63B §3.1.1). */
public final class PasswordRule {

  private static final int CHARACTERS_MIN = 8;
  private static final int CHARACTERS_MAX = 128;

  private PasswordRule() {}

  /** Whether a member may have it. Characters are code points, as JSON Schema counts them. */
  public static boolean allows(String password) {
    var characters = password.codePointCount(0, password.length());
    return characters >= CHARACTERS_MIN && characters <= CHARACTERS_MAX;
  }
}
