package io.tidegate.catalog.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Sku;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class SearchTextTest {

  @Test
  void takesNoNoticeOfCase() {
    assertEquals("tea-1\ngrüner tee", SearchText.of(Sku.of("TEA-1"), "GRÜNER Tee"));
  }

  @Test
  void findsHangulHoweverItIsComposed() {
    var decomposed = Normalizer.normalize("녹차", Normalizer.Form.NFD);
    assertTrue(SearchText.of(Sku.of("T"), "보성 녹차").contains(SearchText.folded(decomposed)));
  }
}
