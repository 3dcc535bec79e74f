package io.tidegate.order.store;

import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.domain.Order;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventRows;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Orders and the keys that made them. Every write is one statement for a whole batch. */
public final class OrderStore {

  private static final String PLACE =
      """
      WITH wish AS (
        SELECT *
          FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[])
            AS wish (customer_id, key, order_id, fingerprint, state)
      ), keyed AS (
        INSERT INTO %1$s.order_key (customer_id, key, order_id, fingerprint)
        SELECT customer_id, key, order_id, fingerprint
          FROM wish
         ORDER BY customer_id, key
            ON CONFLICT (customer_id, key) DO NOTHING
        RETURNING order_id
      ), changed AS (
        INSERT INTO %1$s.head (aggregate_id, version, status, state, updated_at)
        SELECT order_id, 1, 'PENDING', state::json, $11::timestamptz
          FROM wish JOIN keyed USING (order_id)
         ORDER BY order_id
        RETURNING aggregate_id
      ),\
      """
          + EventStore.tail("changed", 6)
          + """
      SELECT aggregate_id FROM changed
      """;

  private static final String FIND_BY_KEYS =
      """
      SELECT wish.place, order_key.fingerprint, head.version, head.state::text
        FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wish (customer_id, key, place)
             JOIN "order".order_key USING (customer_id, key)
             JOIN "order".head ON head.aggregate_id = order_key.order_id
      """;

  private static final String LIST_OF_CUSTOMER =
      """
      SELECT head.version, head.state::text
        FROM "order".order_key JOIN "order".head ON head.aggregate_id = order_key.order_id
       WHERE order_key.customer_id = $1 AND order_key.order_id < $2
       ORDER BY order_key.order_id DESC
       LIMIT $3
      """;

  private static final String FIND_PENDING =
      """
      SELECT version, state::text
        FROM "order".head
       WHERE status = 'PENDING' AND updated_at < $1
       ORDER BY aggregate_id
       LIMIT $2
      """;

  private static final Optional<KnownOrder> NOTHING = Optional.empty();

  private final Postgres postgres;
  private final EventStore events;
  private final String place;

  public OrderStore(Postgres postgres, EventStore events) {
    this.postgres = postgres;
    this.events = events;
    this.place = PLACE.formatted("\"order\"", events.idType());
  }

  /** An order to be placed, and the key that it lives by. */
  public record Placement(OrderPlaced placed, RequestKey key, Origin origin) {}

  /** A customer's key. */
  public record OrderKey(MemberId customer, String key) {}

  /** What a key made. */
  public record KnownOrder(String fingerprint, Head<Order> head) {}

  /** What is decided on an order at a version, and where that comes from. */
  public record Change(Append append, Origin origin) {}

  /** Places those whose keys are new; false for the others, whose keys are known. */
  public Future<List<Boolean>> place(Statements statements, List<Placement> batch, Instant at) {
    var customers = new UUID[batch.size()];
    var keys = new String[batch.size()];
    var orders = new UUID[batch.size()];
    var fingerprints = new String[batch.size()];
    var states = new String[batch.size()];
    var appends = new ArrayList<Append>();
    for (var row = 0; row < batch.size(); row++) {
      var placement = batch.get(row);
      var order = Order.of(placement.placed());
      customers[row] = order.customerId().value();
      keys[row] = placement.key().key();
      orders[row] = order.orderId().value();
      fingerprints[row] = placement.key().fingerprint();
      states[row] = Json.encode(order);
      appends.add(append(order, 0, placement.placed()));
    }
    var parameters = Tuple.of(customers, keys, orders, fingerprints, states);
    EventRows.of(appends, batch.stream().map(Placement::origin).toList()).addTo(parameters);
    return statements
        .write(place, parameters.addOffsetDateTime(timestamp(at)))
        .map(
            rows -> {
              var placed = new HashSet<UUID>();
              rows.forEach(row -> placed.add(row.getUUID("aggregate_id")));
              return Stream.of(orders).map(placed::contains).toList();
            })
        .onSuccess(_ -> events.committed());
  }

  /** For each key the order that it made, if it made one. */
  public Future<List<Optional<KnownOrder>>> findByKeys(
      Statements statements, List<OrderKey> batch) {
    var customers = batch.stream().map(key -> key.customer().value()).toArray(UUID[]::new);
    var keys = batch.stream().map(OrderKey::key).toArray(String[]::new);
    return statements
        .write(FIND_BY_KEYS, Tuple.tuple().addArrayOfUUID(customers).addArrayOfString(keys))
        .map(
            rows -> {
              var known = new ArrayList<>(Collections.nCopies(batch.size(), NOTHING));
              rows.forEach(row -> known.set(Math.toIntExact(row.getLong("place")) - 1, known(row)));
              return known;
            });
  }

  /** An order as it stands, from the primary. */
  public Future<Optional<Head<Order>>> find(OrderId id) {
    return events
        .load(postgres, List.of(id.toString()), Order.class)
        .map(heads -> Optional.ofNullable(heads.get(id.toString())));
  }

  /** Appends to orders at the versions that were decided on; false for one that has moved on. */
  public Future<List<Boolean>> append(Statements statements, List<Change> batch, Instant at) {
    return events
        .append(
            statements,
            batch.stream().map(Change::append).toList(),
            batch.stream().map(Change::origin).toList(),
            at)
        .map(
            moved ->
                batch.stream()
                    .map(change -> moved.contains(change.append().aggregateId()))
                    .toList());
  }

  /** A customer's orders, newest first, those before the id where it is not null. */
  public Future<List<Order>> listOfCustomer(MemberId customer, OrderId before, int limit) {
    var bound = before == null ? new UUID(-1L, -1L) : before.value();
    return postgres
        .write(LIST_OF_CUSTOMER, Tuple.of(customer.value(), bound, limit))
        .map(OrderStore::orders);
  }

  /** Orders whose way was interrupted so long ago, oldest first. */
  public Future<List<Head<Order>>> findPending(Duration since, Instant now, int limit) {
    return postgres
        .write(FIND_PENDING, Tuple.of(timestamp(now.minus(since)), limit))
        .map(
            rows -> {
              var heads = new ArrayList<Head<Order>>();
              rows.forEach(row -> heads.add(head(row)));
              return heads;
            });
  }

  /** What an event makes of an order, as the event store takes it. */
  public static Append append(
      Order after, int expectedVersion, io.tidegate.contracts.DomainEvent event) {
    return new Append(
        after.orderId().toString(), expectedVersion, after.status().name(), after, List.of(event));
  }

  private static List<Order> orders(Iterable<Row> rows) {
    var orders = new ArrayList<Order>();
    rows.forEach(row -> orders.add(head(row).state()));
    return orders;
  }

  private static Optional<KnownOrder> known(Row row) {
    return Optional.of(new KnownOrder(row.getString("fingerprint"), head(row)));
  }

  private static Head<Order> head(Row row) {
    var order = Json.decode(row.getString("state"), Order.class);
    return new Head<>(order.orderId().toString(), row.getInteger("version"), order);
  }

  private static OffsetDateTime timestamp(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
