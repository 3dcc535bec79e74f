package io.tidegate.cluster.check;

import java.util.List;

/**
 * What a checker found.
 *
 * @param examined so many things were looked at
 * @param of which those are: "movements"
 * @param wrong offences against the promise, all of them
 * @param first the first of them in words, at most {@link Offences#SHOWN_MAX}
 */
public record Verdict(
    String checker, String promise, long examined, String of, long wrong, List<String> first) {

  public Verdict {
    first = List.copyOf(first);
  }

  public boolean passed() {
    return wrong == 0;
  }
}
