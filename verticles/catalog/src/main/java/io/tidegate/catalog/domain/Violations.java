package io.tidegate.catalog.domain;

import io.tidegate.contracts.CommonRefusal.Violation;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a body, each at its place. */
final class Violations {

  private final List<Violation> found = new ArrayList<>();

  void unless(boolean right, String pointer, String detail) {
    if (!right) {
      found.add(new Violation(pointer, detail));
    }
  }

  void text(String text, int least, int most, String pointer) {
    TextRules.wrong(text, least, most)
        .ifPresent(detail -> found.add(new Violation(pointer, detail)));
  }

  List<Violation> found() {
    return List.copyOf(found);
  }
}
