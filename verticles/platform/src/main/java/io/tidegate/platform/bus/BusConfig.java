package io.tidegate.platform.bus;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.RetryBudget;

/**
 * How the bus asks again: part of {@code conf/platform.json}.
 *
 * @param retryAfterPercent how much of the time that is left may pass in silence before it does
 */
public record BusConfig(int retryAfterPercent, RetryBudget.Settings retries) {

  public static BusConfig from(Conf.Section platform) {
    return new BusConfig(
        platform.integer("retryAfterPercent", 1, 100), RetryBudget.Settings.from(platform));
  }
}
