package io.tidegate.platform.guard;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;

/**
 * When a breaker opens, and for how long it stays open before it lets one call try.
 *
 * @param faultsMax so many faults with no success between them open it
 * @param window faults that are longer ago than this do not count; whole seconds
 */
public record BreakerConfig(int faultsMax, Duration window, Duration openFor) {

  public static BreakerConfig from(Conf.Section platform) {
    return new BreakerConfig(
        platform.integer("breakerFaultsMax", 1, 10_000),
        platform.milliseconds("breakerWindowMs"),
        platform.milliseconds("breakerOpenMs"));
  }
}
