package io.tidegate.loadtests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One fault of a step.
 *
 * @param nodes those that it happens to, counted from 1; empty where it happens to no node
 * @param after this long after the step began
 * @param hold how long it lasts; nothing for what happens in a moment
 */
record Fault(FaultKind kind, List<Integer> nodes, Duration after, Duration hold) {

  Fault {
    nodes = List.copyOf(nodes);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(kind.word());
    if (!nodes.isEmpty()) {
      text.append(' ').append(nodes.stream().map(String::valueOf).collect(Collectors.joining("+")));
    }
    if (!hold.isZero()) {
      text.append(String.format(Locale.ROOT, " for %.1f s", hold.toMillis() / 1e3));
    }
    if (!after.isZero()) {
      text.append(String.format(Locale.ROOT, " after %.1f s", after.toMillis() / 1e3));
    }
    return text.toString();
  }
}
