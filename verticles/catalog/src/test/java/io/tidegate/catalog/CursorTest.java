package io.tidegate.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void leadsBackToTheKey() {
    assertEquals(Optional.of("TEA-1_B"), Cursor.read(Cursor.of("TEA-1_B")));
  }

  @Test
  void startsBeforeTheFirstKeyWhereThereIsNone() {
    assertEquals(Optional.of(""), Cursor.read(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "TEA", "VEVB=", "dGVh", "AAAA", "/w"})
  void isRefusedWhereItIsNotOurs(String cursor) {
    assertEquals(Optional.empty(), Cursor.read(cursor));
  }
}
