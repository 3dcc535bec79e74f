package io.tidegate.inventory.store;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.Reply;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockReleased;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the statements are to do, in a few lines of Java: what they are compared with. */
final class StockModel {

  private enum State {
    RESERVED,
    REFUSED,
    RELEASED,
    ISSUED
  }

  private record Row(State state, ReserveStock wish, Reply refusal) {}

  private final Map<Sku, long[]> levels = new TreeMap<>();
  private final Map<OrderId, Row> orders = new HashMap<>();

  /** On hand and reserved of each SKU. */
  Map<Sku, List<Long>> levels() {
    var all = new TreeMap<Sku, List<Long>>();
    levels.forEach((sku, level) -> all.put(sku, List.of(level[0], level[1])));
    return all;
  }

  void receive(Sku sku, int quantity) {
    levels.computeIfAbsent(sku, _ -> new long[2])[0] += quantity;
  }

  Reply reserve(ReserveStock wish) {
    var row = orders.computeIfAbsent(wish.orderId(), _ -> decide(wish));
    return switch (row.state()) {
      case RESERVED, ISSUED -> new StockReserved(wish.orderId());
      case RELEASED -> new StockReleased(wish.orderId());
      case REFUSED -> row.refusal();
    };
  }

  void release(OrderId id) {
    var row = orders.get(id);
    if (row == null) {
      orders.put(id, new Row(State.RELEASED, null, null));
    } else if (row.state() == State.RESERVED) {
      row.wish().lines().forEach(line -> levels.get(line.sku())[1] -= line.quantity());
      orders.put(id, new Row(State.RELEASED, row.wish(), null));
    }
  }

  /** False where nothing is reserved that could leave. */
  boolean issue(OrderId id) {
    var row = orders.get(id);
    if (row == null || row.state() == State.REFUSED || row.state() == State.RELEASED) {
      return false;
    }
    if (row.state() == State.RESERVED) {
      row.wish()
          .lines()
          .forEach(
              line -> {
                levels.get(line.sku())[0] -= line.quantity();
                levels.get(line.sku())[1] -= line.quantity();
              });
      orders.put(id, new Row(State.ISSUED, row.wish(), null));
    }
    return true;
  }

  private Row decide(ReserveStock wish) {
    for (var line : wish.lines()) {
      var level = levels.getOrDefault(line.sku(), new long[2]);
      if (level[0] - level[1] < line.quantity()) {
        return new Row(
            State.REFUSED,
            wish,
            new StockShort(wish.orderId(), line.sku(), line.quantity(), level[0] - level[1]));
      }
    }
    wish.lines().forEach(line -> levels.get(line.sku())[1] += line.quantity());
    return new Row(State.RESERVED, wish, null);
  }
}
