package io.tidegate.identity.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordRuleTest {

  @Test
  void asksForEightTo128Characters() {
    assertFalse(PasswordRule.allows("a".repeat(7)));
    assertTrue(PasswordRule.allows("a".repeat(8)));
    assertTrue(PasswordRule.allows("a".repeat(128)));
    assertFalse(PasswordRule.allows("a".repeat(129)));
  }

  @Test
  void countsCharactersAndNotTheirHalves() {
    assertFalse(PasswordRule.allows("🌊".repeat(7)));
    assertTrue(PasswordRule.allows("🌊".repeat(128)));
  }
}
