package io.tidegate.delivery;

import io.tidegate.platform.conf.Conf;
import java.time.Duration;

/**
 * Delivery's settings, in {@code conf/delivery.json}.
 *
 * @param inFlightMax requests that a node works on at a time
 * @param slots verticle instances that a node starts with
 * @param dispatchBatchMax deliveries that are dispatched in one transaction
 * @param dispatchTime how long a dispatch call goes on taking batches
 */
public record DeliveryConfig(
    int inFlightMax, int slots, int dispatchBatchMax, Duration dispatchTime) {

  public static DeliveryConfig from(Conf conf) {
    var section = conf.section(DeliveryModule.ROLE);
    return new DeliveryConfig(
        section.integer("inFlightMax", 1, 100_000),
        section.integer("slots", 1, 64),
        section.integer("dispatchBatchMax", 1, 5_000),
        section.milliseconds("dispatchTimeMs"));
  }
}
