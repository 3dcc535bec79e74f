package io.tidegate.simulation.shop;

import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.simulation.log.Topics;
import io.tidegate.simulation.store.Database;
import io.tidegate.simulation.store.InventoryModel.MovementKey;
import io.tidegate.simulation.store.InventoryModel.Piece;
import io.tidegate.simulation.store.OrderModel;
import io.tidegate.simulation.store.SchemaModel;
import io.tidegate.simulation.store.SchemaModel.EventKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What must be so when all is quiet, whatever happened before. */
public final class Invariants {

  /** Consumers and the partitions of their topics. */
  private static final int POSITIONS = 6 * 3;

  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "order.placed.v1",
          Set.of("order.confirmed.v1", "order.rejected.v1", "order.cancelled.v1"),
          "order.confirmed.v1",
          Set.of("order.dispatched.v1", "order.cancelled.v1"),
          "order.dispatched.v1",
          Set.of("order.delivered.v1"));

  private final Database database;
  private final Topics topics;
  private final Customers customers;
  private final List<String> broken = new ArrayList<>();

  private Invariants(Shop shop, Customers customers) {
    this.database = shop.server().database();
    this.topics = shop.topics();
    this.customers = customers;
  }

  /** Whether nothing is on its way any more. */
  public static boolean isQuiet(Shop shop) {
    var database = shop.server().database();
    var positions = 0;
    for (var schema : database.schemas()) {
      if (!schema.outbox().isEmpty()) {
        return false;
      }
      for (var position : schema.positions().entrySet()) {
        var key = position.getKey();
        positions++;
        if (!shop.topics().isRead(key.topic(), key.partition(), position.getValue())) {
          return false;
        }
      }
    }
    return positions == POSITIONS
        && database.order().heads().values().stream()
            .noneMatch(head -> head.status().equals("PENDING"));
  }

  /** What is broken, in sentences. */
  public static List<String> broken(Shop shop, Customers customers) {
    var all = new Invariants(shop, customers);
    all.stockIsItsMovements();
    all.nothingIsOversold();
    all.goodsAreReceivedOnce();
    for (var schema : all.database.schemas()) {
      all.versionsAreWhole(schema);
      all.isPublished(schema);
      all.hasNoDeadLetters(schema);
    }
    all.histories();
    all.oneOrderForAKey();
    all.answersHold();
    all.ordersAgreeWithInventory();
    all.salesAreTheOrders();
    return all.broken;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is a library of its own
  private void require(boolean isSo, String sentence, Object... about) {
    if (!isSo) {
      broken.add(sentence.formatted(about));
    }
  }

  private void stockIsItsMovements() {
    var bySku = new TreeMap<String, List<Map.Entry<MovementKey, ?>>>();
    var inventory = database.inventory();
    inventory
        .movements()
        .entrySet()
        .forEach(one -> bySku.computeIfAbsent(one.getKey().sku(), _ -> new ArrayList<>()).add(one));
    inventory
        .stock()
        .forEach(
            (sku, stock) -> {
              long onHand = 0;
              long reserved = 0;
              var version = 0;
              var keys = new ArrayList<MovementKey>();
              bySku.getOrDefault(sku, List.of()).forEach(one -> keys.add(one.getKey()));
              keys.sort(
                  Comparator.comparing(MovementKey::version).thenComparing(MovementKey::position));
              for (var key : keys) {
                require(
                    key.version() == version || key.version() == version + 1,
                    "the ledger of %s lacks what is before version %d",
                    sku,
                    key.version());
                version = key.version();
                var move = inventory.movements().get(key);
                switch (move.kind()) {
                  case "RECEIPT" -> onHand += move.quantity();
                  case "RESERVATION" -> reserved += move.quantity();
                  case "RELEASE" -> reserved -= move.quantity();
                  default -> {
                    onHand -= move.quantity();
                    reserved -= move.quantity();
                  }
                }
                require(
                    reserved >= 0 && onHand >= reserved,
                    "%s is oversold at version %d: %d on hand, %d reserved",
                    sku,
                    version,
                    onHand,
                    reserved);
              }
              require(
                  stock.onHand() == onHand
                      && stock.reserved() == reserved
                      && stock.version() == version,
                  "the movements of %s give %d/%d at %d, not %s",
                  sku,
                  onHand,
                  reserved,
                  version,
                  stock);
            });
  }

  private void nothingIsOversold() {
    var held = new TreeMap<String, Long>();
    database
        .inventory()
        .orders()
        .values()
        .forEach(
            order -> {
              if (order.state().equals("RESERVED")) {
                for (Piece line : order.lines()) {
                  held.merge(line.sku(), (long) line.quantity(), Long::sum);
                }
              }
            });
    database
        .inventory()
        .stock()
        .forEach(
            (sku, stock) ->
                require(
                    stock.reserved() == held.getOrDefault(sku, 0L),
                    "%s: %d reserved, but orders hold %d",
                    sku,
                    stock.reserved(),
                    held.getOrDefault(sku, 0L)));
  }

  private void goodsAreReceivedOnce() {
    var wanted = new TreeMap<String, Long>();
    customers
        .receipts()
        .forEach(one -> wanted.merge(one.sku().value(), (long) one.quantity(), Long::sum));
    var received = new TreeMap<String, Long>();
    database
        .inventory()
        .movements()
        .forEach(
            (key, move) -> {
              if (move.kind().equals("RECEIPT")) {
                received.merge(key.sku(), (long) move.quantity(), Long::sum);
              }
            });
    require(wanted.equals(received), "received %s of %s", received, wanted);
  }

  private void versionsAreWhole(SchemaModel schema) {
    var highest = new HashMap<String, Integer>();
    var count = new HashMap<String, Integer>();
    for (var key : schema.events().keySet()) {
      highest.merge(key.id(), key.version(), Math::max);
      count.merge(key.id(), 1, Integer::sum);
    }
    require(
        highest.equals(count),
        "%s: versions are missing: %s events of %s",
        schema.name(),
        count,
        highest);
    schema
        .heads()
        .forEach(
            (id, head) ->
                require(
                    highest.getOrDefault(id, 0) == head.version(),
                    "%s: %s is at version %d with %s events",
                    schema.name(),
                    id,
                    head.version(),
                    highest.get(id)));
  }

  private void isPublished(SchemaModel schema) {
    var seen = new HashMap<String, Integer>();
    var topic = "tidegate." + schema.name() + ".events";
    topics
        .all()
        .forEach(
            (partition, records) -> {
              if (partition.topic().equals(topic)) {
                records.forEach(one -> published(schema, seen, one.data()));
              }
            });
    for (var key : schema.events().keySet()) {
      require(
          seen.getOrDefault(key.id(), 0) >= key.version(),
          "%s: version %d of %s was never published",
          schema.name(),
          key.version(),
          key.id());
    }
  }

  private void published(
      SchemaModel schema, Map<String, Integer> seen, ProducerRecord<byte[], byte[]> data) {
    var id = new String(data.key(), StandardCharsets.UTF_8);
    var version = Integer.parseInt(header(data, "ce_aggregateversion"));
    var last = seen.getOrDefault(id, 0);
    require(
        version <= last + 1,
        "%s: version %d of %s was published after %d",
        schema.name(),
        version,
        id,
        last);
    seen.put(id, Math.max(last, version));
    var event = schema.events().get(new EventKey(id, version));
    require(
        event != null
            && event.type().equals(header(data, "ce_type"))
            && event.data().equals(new String(data.value(), StandardCharsets.UTF_8)),
        "%s: what was published as version %d of %s is not in the table",
        schema.name(),
        version,
        id);
  }

  private static String header(ProducerRecord<byte[], byte[]> data, String name) {
    return new String(data.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private void hasNoDeadLetters(SchemaModel schema) {
    require(schema.letters().isEmpty(), "%s parked events: %s", schema.name(), schema.letters());
  }

  private void histories() {
    var order = database.order();
    order
        .heads()
        .forEach(
            (id, head) -> {
              var before = "";
              for (var version = 1; version <= head.version(); version++) {
                var event = order.events().get(new EventKey(id, version));
                var type = event == null ? "nothing" : event.type();
                require(
                    version == 1
                        ? type.equals("order.placed.v1")
                        : NEXT.getOrDefault(before, Set.of()).contains(type),
                    "%s became %s after %s",
                    id,
                    type,
                    before);
                before = type;
              }
              var word = "order." + head.status().toLowerCase(java.util.Locale.ROOT) + ".v1";
              require(
                  head.status().equals("PENDING") || before.equals(word),
                  "%s is %s, but its last event is %s",
                  id,
                  head.status(),
                  before);
              require(!head.status().equals("PENDING"), "%s is pending for ever", id);
            });
  }

  private void oneOrderForAKey() {
    var order = database.order();
    var keys = new LinkedHashMap<String, OrderModel.Key>();
    order
        .keys()
        .forEach(
            (key, placed) -> {
              require(order.heads().containsKey(placed.orderId()), "%s made nothing", key);
              keys.put(placed.orderId(), key);
            });
    for (var id : order.heads().keySet()) {
      require(keys.containsKey(id), "%s belongs to no key", id);
    }
  }

  private void answersHold() {
    var order = database.order();
    for (var wish : customers.wishes()) {
      var placed = order.keys().get(new OrderModel.Key(wish.customer().toString(), wish.key()));
      require(
          placed == null || wish.maybeDone(),
          "%s was told that nothing was done, but %s was",
          wish.key(),
          placed);
      require(
          placed == null || !wish.isUnused(),
          "the key of %s was said to be unused, but made %s",
          wish.key(),
          placed);
      for (var told : wish.told()) {
        var id = told.orderId().toString();
        require(
            placed != null && placed.orderId().equals(id),
            "%s was told of %s, but there is %s",
            wish.key(),
            told,
            placed);
        var head = order.heads().get(id);
        require(head != null, "%s was told of %s, which is lost", wish.key(), told);
        if (head != null) {
          follows(wish, told.status(), OrderStatus.valueOf(head.status()));
        }
      }
      if (placed != null && wish.cancelAnswer() != null) {
        var is = OrderStatus.valueOf(order.heads().get(placed.orderId()).status());
        require(
            wish.cancelAnswer() == is,
            "a cancellation of %s was answered %s, but it is %s",
            wish.key(),
            wish.cancelAnswer(),
            is);
      }
    }
  }

  private void follows(Customers.Wish wish, OrderStatus told, OrderStatus is) {
    var holds =
        switch (told) {
          case PENDING -> is != OrderStatus.PENDING;
          case CONFIRMED ->
              is == OrderStatus.CONFIRMED
                  || is == OrderStatus.CANCELLED
                  || is == OrderStatus.DISPATCHED;
          case DISPATCHED, DELIVERED, REJECTED, CANCELLED -> is == told;
        };
    require(holds, "%s was told %s, and is %s", wish.key(), told, is);
  }

  private void ordersAgreeWithInventory() {
    database
        .order()
        .heads()
        .forEach(
            (id, head) -> {
              var held = database.inventory().orders().get(id);
              var state = held == null ? "nothing" : held.state();
              var agrees =
                  switch (OrderStatus.valueOf(head.status())) {
                    case CONFIRMED -> state.equals("RESERVED");
                    case DISPATCHED, DELIVERED -> state.equals("ISSUED");
                    case CANCELLED -> state.equals("RELEASED") || state.equals("REFUSED");
                    case REJECTED -> state.equals("REFUSED") || state.equals("RELEASED");
                    case PENDING -> true;
                  };
              require(agrees, "%s is %s, but inventory has %s", id, head.status(), state);
            });
  }

  private void salesAreTheOrders() {
    var order = database.order();
    var sold = new HashSet<OrderModel.Line>();
    for (var wish : customers.wishes()) {
      var placed = order.keys().get(new OrderModel.Key(wish.customer().toString(), wish.key()));
      if (placed != null) {
        wish.lines().forEach(one -> sold.add(line(one, placed)));
      }
    }
    require(sold.equals(order.lines()), "the sales are %s, but sold was %s", order.lines(), sold);
  }

  private static OrderModel.Line line(CartLine line, OrderModel.Placed placed) {
    return new OrderModel.Line(line.sku().value(), placed.orderId());
  }
}
