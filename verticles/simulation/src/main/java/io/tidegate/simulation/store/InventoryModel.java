package io.tidegate.simulation.store;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.platform.json.Json;
import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.store.Database.Model;
import io.tidegate.simulation.world.World;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The functions of {@code db/inventory}, which decide on stock. */
public final class InventoryModel extends SchemaModel {

  private final Table<String, Stock> stock = new Table<>("inventory.stock");
  private final Table<String, OrderStock> orders = new Table<>("inventory.order_stock");
  private final Table<MovementKey, Movement> movements = new Table<>("inventory.movement");

  InventoryModel(World world, Set<Mutant> mutants) {
    super("inventory", false, world, mutants);
  }

  public record Stock(int version, long onHand, long reserved) {}

  public record OrderStock(String state, List<Piece> lines, Lack lacking) {}

  public record Piece(String sku, int quantity) {}

  public record Lack(String sku, int asked, long available) {}

  public record MovementKey(String sku, int version, int position) {}

  public record Movement(String kind, int quantity, String orderId, String reference) {}

  public Map<String, Stock> stock() {
    return stock.rows;
  }

  public Map<String, OrderStock> orders() {
    return orders.rows;
  }

  public Map<MovementKey, Movement> movements() {
    return movements.rows;
  }

  @Override
  List<Model> ownModels() {
    return List.of(
        model("reserve", this::reserve, "inventory.reserve("),
        model("settle", this::settle, "inventory.settle("),
        model("receive", this::receiveOnce, "inventory.receive_once("),
        model("level", this::level, "SELECT sku, on_hand, reserved FROM inventory.stock"));
  }

  private record Move(String sku, String kind, int quantity, String orderId, String note) {}

  private void move(Transaction t, List<Move> moves, String metadata, OffsetDateTime at) {
    var bySku = new TreeMap<String, List<Move>>();
    moves.forEach(one -> bySku.computeIfAbsent(one.sku(), _ -> new ArrayList<>()).add(one));
    var keys = new ArrayList<EventKey>();
    bySku.forEach(
        (sku, all) -> {
          var now = t.lock(stock, sku);
          var onHand = now.onHand();
          var reserved = now.reserved();
          for (var one : all) {
            switch (one.kind()) {
              case "RECEIPT" -> onHand += one.quantity();
              case "RESERVATION" -> reserved += one.quantity();
              case "RELEASE" -> reserved -= one.quantity();
              case "ISSUE" -> {
                onHand -= one.quantity();
                reserved -= one.quantity();
              }
              default -> throw new IllegalStateException(one.kind());
            }
          }
          if ((reserved < 0 || onHand < reserved)
              && !is(Mutant.NO_FLOOR)
              && !is(Mutant.RESERVE_TWICE)) {
            throw failure("23514", "stock_never_oversold");
          }
          var version = now.version() + 1;
          t.put(stock, sku, new Stock(version, onHand, reserved));
          for (var position = 0; position < all.size(); position++) {
            var one = all.get(position);
            t.insert(
                movements,
                new MovementKey(sku, version, position),
                new Movement(one.kind(), one.quantity(), one.orderId(), one.note()));
          }
          var key = new EventKey(sku, version);
          storeEvent(
              t,
              key,
              new Event(
                  "stock.changed.v1",
                  "{\"sku\" : \"%s\", \"version\" : %d, \"onHand\" : %d, \"reserved\" : %d, \"available\" : %d}"
                      .formatted(sku, version, onHand, reserved, onHand - reserved),
                  metadata,
                  at));
          keys.add(key);
        });
    queue(t, keys);
  }

  private Answer reserve(Transaction t, Tuple p) {
    var wished = texts(p, 0);
    var skus = texts(p, 1);
    var quantities = texts(p, 2);
    var decided = new LinkedHashSet<String>();
    for (var place : sorted(wished)) {
      var row = new OrderStock("RESERVED", lines(skus[place], quantities[place]), null);
      if (t.insertIfAbsent(orders, wished[place], row) || is(Mutant.RESERVE_TWICE)) {
        decided.add(wished[place]);
      }
    }
    if (!decided.isEmpty()) {
      decide(t, p, wished, decided);
    }
    var answer =
        Answer.of(
            "order_id", "state", "refused_sku", "refused_asked", "refused_available", "fresh");
    for (var id : distinct(wished)) {
      var row = t.read(orders, id);
      var lacking = row.lacking();
      answer.row(
          UUID.fromString(id),
          row.state(),
          lacking == null ? null : lacking.sku(),
          lacking == null ? null : lacking.asked(),
          lacking == null ? null : lacking.available(),
          decided.contains(id));
    }
    return answer;
  }

  private void decide(Transaction t, Tuple p, String[] wished, Set<String> decided) {
    var rows = new LinkedHashMap<String, List<Piece>>();
    var wanted = new TreeSet<String>();
    for (var place = 0; place < wished.length; place++) {
      if (decided.contains(wished[place])) {
        var lines = lines(text(p, 1, place), text(p, 2, place));
        rows.putIfAbsent(wished[place], lines);
        lines.forEach(line -> wanted.add(line.sku()));
      }
    }
    var available = new LinkedHashMap<String, Long>();
    for (var sku : wanted) {
      if (t.read(stock, sku) != null) {
        var now = t.lock(stock, sku);
        available.put(sku, now.onHand() - now.reserved());
      }
    }
    var moves = new ArrayList<Move>();
    rows.forEach(
        (id, lines) -> {
          Lack lacking = null;
          for (var line : lines) {
            var left = available.get(line.sku());
            if (left == null || (left < line.quantity() && !is(Mutant.NO_FLOOR))) {
              lacking = new Lack(line.sku(), line.quantity(), left == null ? 0 : left);
              break;
            }
          }
          if (lacking == null) {
            for (var line : lines) {
              available.merge(line.sku(), (long) -line.quantity(), Long::sum);
              moves.add(new Move(line.sku(), "RESERVATION", line.quantity(), id, null));
            }
          } else {
            t.put(orders, id, new OrderStock("REFUSED", lines, lacking));
          }
        });
    if (!moves.isEmpty()) {
      move(t, moves, p.getString(3), p.getOffsetDateTime(4));
    }
  }

  private Answer settle(Transaction t, Tuple p) {
    var target = p.getString(1);
    var settled = distinct(texts(p, 0));
    if (target.equals("RELEASED")) {
      for (var id : settled) {
        t.insertIfAbsent(orders, id, new OrderStock("RELEASED", List.of(), null));
      }
    }
    var held = new ArrayList<String>();
    for (var id : settled) {
      var row = t.read(orders, id) == null ? null : t.lock(orders, id);
      if (row != null && row.state().equals("RESERVED")) {
        held.add(id);
      } else if (target.equals("ISSUED") && (row == null || !row.state().equals("ISSUED"))) {
        throw failure("P0001", "goods cannot leave that are not reserved");
      }
    }
    var moves = new ArrayList<Move>();
    for (var id : held) {
      var row = t.read(orders, id);
      t.put(orders, id, new OrderStock(target, row.lines(), null));
      row.lines().stream()
          .sorted(java.util.Comparator.comparing(Piece::sku))
          .forEach(
              line ->
                  moves.add(
                      new Move(
                          line.sku(),
                          target.equals("ISSUED") ? "ISSUE" : "RELEASE",
                          line.quantity(),
                          id,
                          null)));
    }
    if (!moves.isEmpty()) {
      new TreeSet<>(moves.stream().map(Move::sku).toList()).forEach(sku -> t.lock(stock, sku));
      move(t, moves, p.getString(2), p.getOffsetDateTime(3));
    }
    // A function that returns nothing is one row without columns.
    return Answer.of().row();
  }

  private Answer receiveOnce(Transaction t, Tuple p) {
    var callers = texts(p, 0);
    var wished = texts(p, 1);
    var skus = texts(p, 3);
    var quantities = (Integer[]) p.getValue(4);
    var first = new TreeMap<String, Integer>();
    for (var place = 0; place < wished.length; place++) {
      first.putIfAbsent(callers[place] + ' ' + wished[place], place);
    }
    var decided = new TreeSet<Integer>();
    for (var place : first.values()) {
      var kept = new Kept(text(p, 2, place), "inventory.StockLevel", "null");
      if (t.insertIfAbsent(idempotency, key(callers[place], wished[place]), kept)) {
        decided.add(place);
      }
    }
    if (!decided.isEmpty()) {
      var wanted = new TreeSet<String>();
      decided.forEach(place -> wanted.add(skus[place]));
      wanted.forEach(sku -> t.insertIfAbsent(stock, sku, new Stock(0, 0, 0)));
      move(
          t,
          decided.stream()
              .map(
                  place ->
                      new Move(skus[place], "RECEIPT", quantities[place], null, text(p, 5, place)))
              .toList(),
          p.getString(6),
          p.getOffsetDateTime(7));
      for (var place : decided) {
        var now = t.read(stock, skus[place]);
        var reply =
            Json.encode(
                new StockLevel(
                    Sku.of(skus[place]),
                    now.onHand(),
                    now.reserved(),
                    now.onHand() - now.reserved()));
        t.put(
            idempotency,
            key(callers[place], wished[place]),
            new Kept(text(p, 2, place), "inventory.StockLevel", reply));
      }
    }
    var answer = Answer.of("fingerprint", "reply_type", "reply", "fresh");
    for (var place = 0; place < wished.length; place++) {
      var kept = t.read(idempotency, key(callers[place], wished[place]));
      answer.row(kept.fingerprint(), kept.type(), kept.reply(), decided.contains(place));
    }
    return answer;
  }

  private Answer level(Transaction t, Tuple p) {
    var answer = Answer.of("sku", "on_hand", "reserved");
    var now = t.read(stock, p.getString(0));
    return now == null ? answer : answer.row(p.getString(0), now.onHand(), now.reserved());
  }

  private static CommandKey key(String caller, String key) {
    return new CommandKey(caller, "ReceiveStock", key);
  }

  private static List<Piece> lines(String skus, String quantities) {
    var names = items(skus);
    var counts = items(quantities);
    var lines = new ArrayList<Piece>();
    for (var i = 0; i < names.size(); i++) {
      lines.add(new Piece(names.get(i), Integer.parseInt(counts.get(i))));
    }
    return List.copyOf(lines);
  }

  private static List<String> items(String literal) {
    return Arrays.asList(literal.substring(1, literal.length() - 1).split(","));
  }
}
