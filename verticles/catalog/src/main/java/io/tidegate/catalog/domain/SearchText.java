package io.tidegate.catalog.domain;

import io.tidegate.contracts.Sku;
import java.text.Normalizer;
import java.util.Locale;

/** What a search compares, so that neither case nor the way of composing Hangul matters. */
public final class SearchText {

  private SearchText() {}

  /** What an offer is found by. A line break keeps its two parts from being matched as one. */
  public static String of(Sku sku, String name) {
    return folded(sku.value()) + '\n' + folded(name);
  }

  /** A text in the form that is compared. */
  public static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
