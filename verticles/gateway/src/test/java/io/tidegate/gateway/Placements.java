package io.tidegate.gateway;

import io.tidegate.contracts.Money;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import java.time.Instant;
import java.time.LocalDate;

/** What the order domain answers where all goes well. */
final class Placements {

  private Placements() {}

  /** The order of this command, confirmed at a price of the test's. */
  static OrderPlacement confirmed(PlaceOrder command) {
    var price = new Money(11_610, "KRW");
    var at = Instant.parse("2026-11-21T09:30:00.120Z");
    var lines =
        command.lines().stream()
            .map(
                line ->
                    new OrderLine(
                        line.sku(), "tea", line.quantity(), price, price.times(line.quantity())))
            .toList();
    return new OrderPlacement(
        new OrderView(
            command.orderId(),
            OrderStatus.CONFIRMED,
            command.channel(),
            lines,
            price,
            price,
            command.paymentMethod(),
            LocalDate.parse("2026-11-23"),
            at,
            at,
            null));
  }
}
