package io.tidegate.identity.password;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArgonTest {

  private static final Argon CHEAP = new Argon(new ArgonCost(64, 1));

  @Test
  void matchesThePasswordAndNoOther() {
    var hash = CHEAP.hash("correct horse 🌊");

    assertTrue(CHEAP.matches("correct horse 🌊", hash));
    assertFalse(CHEAP.matches("correct horse ", hash));
  }

  /** The hash is the one in the tests of the reference implementation (argon2id, version 19). */
  @Test
  void readsWhatTheReferenceImplementationWrote() {
    var hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertTrue(CHEAP.matches("password", hash));
    assertFalse(CHEAP.matches("passwore", hash));
  }

  @Test
  void saltsEachHash() {
    assertNotEquals(CHEAP.hash("correct horse"), CHEAP.hash("correct horse"));
  }

  @Test
  void writesItsCostIntoTheHash() {
    assertTrue(CHEAP.hash("correct horse").startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
  }

  @Test
  void checksAgainstNobodysHashAtTheSameCost() {
    assertTrue(CHEAP.nobodys().startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
    assertFalse(CHEAP.matches("correct horse", CHEAP.nobodys()));
    assertFalse(CHEAP.isOutdated(CHEAP.nobodys()));
  }

  @Test
  void knowsHashesOfAnotherCost() {
    var dearer = new Argon(new ArgonCost(64, 2));

    assertTrue(dearer.isOutdated(CHEAP.hash("correct horse")));
    assertFalse(dearer.isOutdated(dearer.hash("correct horse")));
  }
}
