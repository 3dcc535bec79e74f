package io.tidegate.platform.guard;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;

/**
 * When a breaker opens, and for how long it stays open before it lets one call try.
 *
 * @param faultsMin fewer faults than this say nothing
 * @param faultPercent this share of the calls must be faults
 * @param window of the calls that count
 */
public record BreakerConfig(int faultsMin, int faultPercent, Duration window, Duration openFor) {

  public static BreakerConfig from(Conf.Section platform) {
    return new BreakerConfig(
        platform.integer("breakerFaultsMin", 1, 10_000),
        platform.integer("breakerFaultPercent", 1, 100),
        platform.milliseconds("breakerWindowMs"),
        platform.milliseconds("breakerOpenMs"));
  }
}
