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
import java.util.Set;
import java.util.TreeMap;

/** What the statements are to do, in a few lines of Java: what they are compared with. */
final class StockModel {

  private enum State {
    RESERVED,
    REFUSED,
    RELEASED,
    ISSUED
  }

  private record Row(State state, ReserveStock wish, StockShort refusal) {}

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

  /** What stands for each order of a batch; only what the batch decided may call a SKU sold out. */
  Map<OrderId, Reply> reserve(List<ReserveStock> batch) {
    var known = Set.copyOf(orders.keySet());
    batch.forEach(wish -> orders.computeIfAbsent(wish.orderId(), _ -> decide(wish)));
    var outcomes = new TreeMap<OrderId, Reply>();
    batch.forEach(
        wish -> outcomes.put(wish.orderId(), outcome(wish, !known.contains(wish.orderId()))));
    return outcomes;
  }

  private Reply outcome(ReserveStock wish, boolean fresh) {
    var row = orders.get(wish.orderId());
    return switch (row.state()) {
      case RESERVED, ISSUED -> new StockReserved(wish.orderId());
      case RELEASED -> new StockReleased(wish.orderId());
      case REFUSED -> {
        var refusal = row.refusal();
        yield new StockShort(
            refusal.orderId(),
            refusal.sku(),
            refusal.asked(),
            refusal.available(),
            fresh && refusal.available() == 0);
      }
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
            new StockShort(
                wish.orderId(), line.sku(), line.quantity(), level[0] - level[1], false));
      }
    }
    wish.lines().forEach(line -> levels.get(line.sku())[1] += line.quantity());
    return new Row(State.RESERVED, wish, null);
  }
}
