package io.tidegate.platform.bus;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.RetryBudget;
import java.time.Duration;

/**
 * How the bus minds the time: part of {@code conf/platform.json}.
 *
 * @param answerMargin what is kept of the time for the answer's way: whoever is asked has that much
 *     less, though nine tenths in any case
 * @param retryAfterPercent how much of the time that is left may pass in silence before it does
 */
public record BusConfig(
    Duration answerMargin, int retryAfterPercent, RetryBudget.Settings retries) {

  public static BusConfig from(Conf.Section platform) {
    return new BusConfig(
        platform.milliseconds("answerMarginMs"),
        platform.integer("retryAfterPercent", 1, 100),
        RetryBudget.Settings.from(platform));
  }
}
