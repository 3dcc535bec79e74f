package io.tidegate.order;

import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.conf.Conf;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Order's settings: {@code conf/order.json}.
 *
 * @param zone whose calendar the delivery dates are of
 * @param offerCache how old a copy of an offer may be that an order is priced by
 * @param replyMargin what is kept of a deadline to answer in: what is not known by then is {@code
 *     PENDING}
 * @param pendingAfter from when on the sweep finishes an order whose way was interrupted
 * @param outboxEventsMax how many of its events may wait for Kafka before new orders are refused
 */
public record OrderConfig(
    int inFlightMax,
    int slots,
    Batcher.Limits batches,
    ZoneId zone,
    Duration offerCache,
    Duration replyMargin,
    Duration pendingAfter,
    Duration sweepEvery,
    int sweepOrdersMax,
    int outboxEventsMax) {

  public static OrderConfig from(Conf.Section order) {
    return new OrderConfig(
        order.integer("inFlightMax", 1, 1_000_000),
        order.integer("slots", 1, 64),
        Batcher.Limits.from(order),
        zone(order),
        order.milliseconds("offerCacheMs"),
        order.milliseconds("replyMarginMs"),
        order.milliseconds("pendingAfterMs"),
        order.milliseconds("sweepEveryMs"),
        order.integer("sweepOrdersMax", 1, 10_000),
        order.integer("outboxEventsMax", 1, 1_000_000_000));
  }

  private static ZoneId zone(Conf.Section order) {
    var name = order.text("zone");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException _) {
      throw order.wrong("zone", name, "a time zone such as Asia/Seoul or UTC");
    }
  }
}
