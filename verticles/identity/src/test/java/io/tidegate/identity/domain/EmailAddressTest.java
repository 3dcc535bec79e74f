package io.tidegate.identity.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @Test
  void isInLowerCaseHoweverItWasTyped() {
    assertEquals(
        Optional.of(new EmailAddress("mina@example.com")), EmailAddress.of("Mina@EXAMPLE.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b", "미나@예시.한국", "o'neil+shop@example.com"})
  void allowsWhatPeopleHave(String text) {
    assertEquals(Optional.of(new EmailAddress(text)), EmailAddress.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "mina",
        "mina@",
        "@example.com",
        "mina@home@example.com",
        " mina@example.com",
        "mina@example.com ",
        "mi na@example.com",
        "mina@example.com\n",
        "mi\u00a0na@example.com",
        "mi\u0000na@example.com",
        "mi\ud800na@example.com"
      })
  void refusesWhatNobodyHas(String text) {
    assertEquals(Optional.empty(), EmailAddress.of(text));
  }

  @Test
  void hasAtMost254Characters() {
    var longest = "a".repeat(252) + "@b";

    assertEquals(longest, EmailAddress.of(longest).orElseThrow().value());
    assertEquals(Optional.empty(), EmailAddress.of("a" + longest));
  }

  @Test
  void isNotToldToLogs() {
    assertEquals("EmailAddress[•••]", EmailAddress.of("mina@example.com").get().toString());
  }
}
