package io.tidegate.cluster.demo;

import io.tidegate.cluster.demo.Exchange.NoReply;
import io.tidegate.cluster.demo.Exchange.Reply;
import java.time.Duration;
import java.util.Set;

/** When a call is sent again, and after how long: the client's half of the contract's overload. */
final class Retries {

  /** So many times a call is sent in all; then its caller is told that there is no answer. */
  static final int SENDS_MAX = 40;

  private static final Set<Integer> ASK_AGAIN = Set.of(429, 502, 503, 504);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
  private static final int DOUBLINGS_MAX = 6;

  private Retries() {}

  /** Whether the answer is still open, so that asking again with the same key makes sense. */
  static boolean isOpen(Exchange exchange) {
    return switch (exchange) {
      case NoReply _ -> true;
      case Reply reply ->
          ASK_AGAIN.contains(reply.status()) || reply.problem().equals("request-in-progress");
    };
  }

  /**
   * How long to wait before the next send: as long as the shop asks for, else twice as long each
   * time; plus up to half of it, so that those who were refused together do not return together.
   *
   * @param sends how many there were, from 1
   * @param chance from 0 to 1
   */
  static Duration pause(Exchange exchange, int sends, double chance) {
    var asked = exchange instanceof Reply reply ? reply.retryAfter() : null;
    var pause =
        asked != null ? asked : FIRST_PAUSE.multipliedBy(1L << Math.min(sends - 1, DOUBLINGS_MAX));
    var bounded = pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    return bounded.plusNanos((long) (bounded.toNanos() * chance / 2));
  }
}
