package io.tidegate.cluster.launch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long to wait before a process that died is started again: a second, then twice as long each
 * time it dies soon, half a minute at most or what was asked for.
 */
final class RestartPause {

  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofSeconds(30);
  static final Duration SOON = Duration.ofMinutes(2);

  private record Last(Instant at, Duration pause) {}

  private final Clock clock;
  private final Duration longest;
  private final Map<String, Last> lasts = new HashMap<>();

  RestartPause(Clock clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
  }

  Duration afterDeathOf(String child) {
    var now = clock.instant();
    var last = lasts.get(child);
    var pause = last == null || last.at().plus(SOON).isBefore(now) ? FIRST : longer(last.pause());
    lasts.put(child, new Last(now, pause));
    return pause;
  }

  private Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(longest) > 0 ? longest : twice;
  }
}
