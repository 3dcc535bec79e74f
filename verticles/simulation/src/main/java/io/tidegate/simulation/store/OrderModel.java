package io.tidegate.simulation.store;

import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.store.Database.Model;
import io.tidegate.simulation.world.World;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements of {@code order.store}. */
public final class OrderModel extends SchemaModel {

  private final Table<Key, Placed> keys = new Table<>("order.order_key");
  private final Table<Offer, Terms> offers = new Table<>("order.offer");
  private final Table<Line, Boolean> lines = new Table<>("order.sale_line");

  OrderModel(World world, Set<Mutant> mutants) {
    super("order", true, world, mutants);
  }

  public record Key(String customer, String key) {}

  public record Placed(String orderId, String fingerprint) {}

  public record Offer(String channel, String sku) {}

  public record Terms(int version, String json) {}

  /** A SKU that an order has. */
  public record Line(String sku, String orderId) {}

  public Map<Key, Placed> keys() {
    return keys.rows;
  }

  public Set<Line> lines() {
    return lines.rows.keySet();
  }

  public Map<Offer, Terms> offers() {
    return offers.rows;
  }

  /** Puts an offer's terms there, as if the catalogue had told them. */
  public void offer(String channel, String sku, String json) {
    offers.rows.put(new Offer(channel, sku), new Terms(1, json));
  }

  @Override
  List<Model> ownModels() {
    return List.of(
        model("place", this::place, "INSERT INTO order.order_key"),
        model("find keys", this::findByKeys, "JOIN order.order_key USING (customer_id, key)"),
        model("find pending", this::findPending, "status = 'PENDING' AND updated_at < $1"),
        model("find offers", this::findOffers, "JOIN order.offer USING (channel, sku)"),
        model("record sales", this::recordSales, "INSERT INTO order.sale_line"));
  }

  private Answer place(Transaction t, Tuple p) {
    var customers = texts(p, 0);
    var wished = texts(p, 1);
    var orders = texts(p, 2);
    var byKey = new ArrayList<Integer>(sorted(customers));
    byKey.sort(
        Comparator.comparing((Integer place) -> customers[place])
            .thenComparing(place -> wished[place]));
    var keyed = new LinkedHashSet<String>();
    for (var place : byKey) {
      var key = new Key(customers[place], wished[place]);
      var placed = new Placed(orders[place], text(p, 3, place));
      if (is(Mutant.NO_DEDUPLICATION)) {
        t.put(keys, key, placed);
        keyed.add(orders[place]);
      } else if (t.insertIfAbsent(keys, key, placed)) {
        keyed.add(orders[place]);
      }
    }
    var at = p.getOffsetDateTime(10);
    for (var place : sorted(orders)) {
      if (keyed.contains(orders[place])) {
        var head = new Head(orders[place], 1, "PENDING", text(p, 4, place), at);
        if (is(Mutant.NO_DEDUPLICATION)) {
          if (!t.insertIfAbsent(heads, orders[place], head)) {
            keyed.remove(orders[place]);
          }
        } else {
          t.insert(heads, orders[place], head);
        }
      }
    }
    storeEvents(t, keyed, p, 5, at);
    var answer = Answer.of("aggregate_id");
    keyed.forEach(id -> answer.row(UUID.fromString(id)));
    return answer;
  }

  private Answer findByKeys(Transaction t, Tuple p) {
    var answer = Answer.of("place", "fingerprint", "version", "state");
    var customers = texts(p, 0);
    var wished = texts(p, 1);
    for (var place = 0; place < customers.length; place++) {
      var placed = t.read(keys, new Key(customers[place], wished[place]));
      var head = placed == null ? null : t.read(heads, placed.orderId());
      if (head != null) {
        answer.row((long) place + 1, placed.fingerprint(), head.version(), head.state());
      }
    }
    return answer;
  }

  private Answer findPending(Transaction t, Tuple p) {
    var answer = Answer.of("version", "state");
    if (!is(Mutant.NO_SWEEP)) {
      t.all(heads).values().stream()
          .filter(head -> head.status().equals("PENDING"))
          .filter(head -> head.at().isBefore(p.getOffsetDateTime(0)))
          .sorted(Comparator.comparing(Head::id))
          .limit(p.getInteger(1))
          .forEach(head -> answer.row(head.version(), head.state()));
    }
    return answer;
  }

  private Answer findOffers(Transaction t, Tuple p) {
    var answer = Answer.of("place", "terms");
    var channels = texts(p, 0);
    var skus = texts(p, 1);
    for (var place = 0; place < channels.length; place++) {
      var terms = t.read(offers, new Offer(channels[place], skus[place]));
      if (terms != null) {
        answer.row((long) place + 1, terms.json());
      }
    }
    return answer;
  }

  private Answer recordSales(Transaction t, Tuple p) {
    var skus = texts(p, 0);
    var orders = texts(p, 1);
    var count = 0;
    for (var place = 0; place < skus.length; place++) {
      count += t.insertIfAbsent(lines, new Line(skus[place], orders[place]), true) ? 1 : 0;
    }
    return Answer.changed(count);
  }
}
