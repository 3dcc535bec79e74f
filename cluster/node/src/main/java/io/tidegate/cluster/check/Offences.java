package io.tidegate.cluster.check;

import java.util.ArrayList;
import java.util.List;

/** Counts offences, and keeps the first ones in words. */
final class Offences {

  static final int SHOWN_MAX = 10;

  private final List<String> first;
  private long count;

  Offences() {
    first = new ArrayList<>();
  }

  /** Those of a verdict, and more. */
  Offences(Verdict verdict) {
    first = new ArrayList<>(verdict.first());
    count = verdict.wrong();
  }

  void add(String offence) {
    count++;
    if (first.size() < SHOWN_MAX) {
      first.add(offence);
    }
  }

  Verdict verdict(Checker checker, long examined, String of) {
    return new Verdict(checker.name(), checker.promise(), examined, of, count, first);
  }
}
