package io.tidegate.cluster.check;

import io.tidegate.contracts.order.OrderEvents.OrderEvent;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.domain.Order;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Folds the events of each order by the rules of the domain, and holds its head against that. */
final class OrderHeads implements Checker {

  private static final int ROWS_AT_ONCE = 1_000;

  /** The state comes with the event that led to it, so that it is sent once for each order. */
  private static final String HISTORIES =
      """
      SELECT event.aggregate_id, event.version, event.type, event.data, event.at, head.status,
             CASE WHEN head.version = event.version THEN head.state END AS state
        FROM "order".event JOIN "order".head USING (aggregate_id)
       ORDER BY event.aggregate_id, event.version
      """;

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public String promise() {
    return "Every order stands as the rules of the domain make it of its events.";
  }

  @Override
  public Verdict check(ShopUnderCheck shop) throws SQLException {
    var offences = new Offences();
    var examined = 0L;
    try (var statement = shop.snapshot().createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (var rows = statement.executeQuery(HISTORIES)) {
        Order before = null;
        while (rows.next()) {
          before = after(before, rows, offences);
          if (rows.getString("state") != null) {
            examined++;
          }
        }
      }
    }
    return offences.verdict(this, examined, "orders");
  }

  /** The order after the event of this row; null where there is no telling. */
  private static Order after(Order before, ResultSet row, Offences offences) throws SQLException {
    var id = row.getString("aggregate_id");
    var version = row.getInt("version");
    var told = row.getString("state");
    try {
      var state = told == null ? null : Json.decode(told, Order.class);
      var at = state == null ? row.getTimestamp("at").toInstant() : state.updatedAt();
      var event = (OrderEvent) EventTypes.decode(row.getString("type"), row.getString("data"));
      var order = folded(before, event, version, at);
      if (state != null
          && !(order.equals(state) && state.status().name().equals(row.getString("status")))) {
        offences.add(
            "order %s at version %d is %s and not what its events say, %s"
                .formatted(id, version, state.status(), order.status()));
      }
      return order;
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException cause) {
      offences.add("order %s at version %d: %s".formatted(id, version, cause.getMessage()));
      return null;
    }
  }

  private static Order folded(Order before, OrderEvent event, int version, Instant at) {
    if (version == 1 && event instanceof OrderPlaced placed) {
      return Order.of(placed);
    }
    if (before == null || version == 1 || !before.orderId().equals(event.orderId())) {
      throw new IllegalStateException("its history has no beginning");
    }
    return before.evolve(event, at);
  }
}
