package io.tidegate.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.tidegate.platform.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Written by hand, and still the one JSON form of the record. */
class OrderJsonTest {

  static List<OrderView> orders() {
    var price = new Money(Long.MAX_VALUE, "KRW");
    var line = new OrderLine(Sku.of("TEA-1"), "보성 \"녹차\" \\ \n\u0001🍵", 2, price, price);
    return List.of(
        order(List.of(line, line), null, Instant.parse("2026-11-21T09:30:00.120Z")),
        order(List.of(), null, Instant.parse("2026-11-21T09:30:00Z")),
        order(
            List.of(line),
            new Rejection("insufficient-stock", "2 asked for", Sku.of("TEA-1")),
            Instant.parse("2026-11-21T09:30:00.123456789Z")),
        order(List.of(line), new Rejection("x", null, null), Instant.EPOCH));
  }

  private static OrderView order(List<OrderLine> lines, Rejection rejection, Instant at) {
    return new OrderView(
        new OrderId(UUID.randomUUID()),
        OrderStatus.CONFIRMED,
        Channel.of("WEB"),
        lines,
        new Money(0, "USD"),
        new Money(26_220, "KRW"),
        "CARD",
        LocalDate.parse("2026-01-02"),
        at,
        at.plusSeconds(1),
        rejection);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void writesWhatTheRecordSays(OrderView order) {
    assertEquals(Json.encode(order), OrderJson.of(order).toString());
  }
}
