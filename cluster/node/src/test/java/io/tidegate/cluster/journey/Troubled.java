package io.tidegate.cluster.journey;

import io.tidegate.cluster.journey.Regulars.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What shoppers met while something was wrong.
 *
 * @param statuses how often each was answered
 * @param longest time that an answer took
 * @param longestGap time in which a node answered no order
 * @param lastFailure from the beginning until the last attempt was sent that got no order
 */
record Troubled(
    Map<Integer, Long> statuses, Duration longest, Duration longestGap, Duration lastFailure) {

  /** Between two moments of nanoTime. */
  static Troubled of(List<Heard> all, long began, long ended) {
    var heard = all.stream().filter(it -> it.answered() > began && it.sent() < ended).toList();
    var longest = heard.stream().map(Heard::took).max(Duration::compareTo).orElse(Duration.ZERO);
    var last =
        heard.stream().filter(it -> !it.isOrder()).mapToLong(Heard::sent).max().orElse(began);
    var gap =
        heard.stream().collect(Collectors.groupingBy(Heard::node)).values().stream()
            .mapToLong(ofNode -> longestGap(ofNode, began, ended))
            .max()
            .orElse(ended - began);
    return new Troubled(
        heard.stream()
            .collect(Collectors.groupingBy(Heard::status, TreeMap::new, Collectors.counting())),
        longest,
        Duration.ofNanos(gap),
        Duration.ofNanos(Math.max(0, last - began)));
  }

  private static long longestGap(List<Heard> heard, long began, long ended) {
    var gap = 0L;
    var since = began;
    for (var one : heard) {
      if (one.isOrder()) {
        gap = Math.max(gap, one.answered() - since);
        since = one.answered();
      }
    }
    return Math.max(gap, ended - since);
  }

  String inWords() {
    return "answers %s, longest %d ms, longest gap of a node %d ms, last failure after %d ms"
        .formatted(statuses, longest.toMillis(), longestGap.toMillis(), lastFailure.toMillis());
  }
}
