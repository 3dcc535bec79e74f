package io.tidegate.delivery.store;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.delivery.domain.Delivery;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Deliveries, by order, by status and by id. Any thread.
 *
 * <p>Claims come before heads here, unlike elsewhere: only a claim says which head there is to
 * lock. That cannot deadlock, as who holds an uncommitted claim creates heads and waits for none.
 */
public final class DeliveryStore {

  private static final String CLAIM =
      """
      INSERT INTO delivery.delivery_of_order (order_id, delivery_id)
      SELECT order_id, delivery_id
        FROM unnest($1::uuid[], $2::uuid[]) AS wish (order_id, delivery_id)
       ORDER BY order_id
          ON CONFLICT (order_id) DO NOTHING
      RETURNING order_id
      """;

  private static final String FIND_BY_ORDER =
      """
      SELECT head.aggregate_id, head.version, head.state::text AS state
        FROM delivery.delivery_of_order AS claim
        JOIN delivery.head ON head.aggregate_id = claim.delivery_id
       WHERE claim.order_id = $1
      """;

  private static final String LOCK_BY_ORDER = FIND_BY_ORDER + "FOR UPDATE OF head";

  private static final String LOCK =
      """
      SELECT aggregate_id, version, state::text AS state
        FROM delivery.head
       WHERE aggregate_id = $1
         FOR UPDATE
      """;

  // Who is being cancelled or dispatched by somebody else right now is left to them.
  static final String LOCK_OLDEST_SCHEDULED =
      """
      SELECT aggregate_id, version, state::text AS state
        FROM delivery.head
       WHERE status = 'SCHEDULED'
       ORDER BY aggregate_id
       LIMIT $1
         FOR UPDATE SKIP LOCKED
      """;

  static final String LIST =
      """
      SELECT aggregate_id, version, state::text AS state
        FROM delivery.head
       WHERE aggregate_id > $1
       ORDER BY aggregate_id
       LIMIT $2
      """;

  static final String LIST_OF_STATUS =
      """
      SELECT aggregate_id, version, state::text AS state
        FROM delivery.head
       WHERE status = $3 AND aggregate_id > $1
       ORDER BY aggregate_id
       LIMIT $2
      """;

  /** Before every id that was ever drawn. */
  private static final DeliveryId BEFORE_ALL = new DeliveryId(new UUID(0, 0));

  private final Postgres postgres;

  public DeliveryStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Makes these the deliveries of their orders, and returns the orders that had none. Waits for
   * whoever is claiming one of them right now. The map's order is PostgreSQL's.
   */
  public Future<Set<OrderId>> claim(
      SqlConnection transaction, SortedMap<OrderId, DeliveryId> deliveryByOrder) {
    var orders = deliveryByOrder.keySet().stream().map(OrderId::value).toArray(UUID[]::new);
    var deliveries = deliveryByOrder.values().stream().map(DeliveryId::value).toArray(UUID[]::new);
    return transaction
        .preparedQuery(CLAIM)
        .execute(Tuple.tuple().addArrayOfUUID(orders).addArrayOfUUID(deliveries))
        .map(
            rows -> {
              var claimed = new HashSet<OrderId>();
              rows.forEach(row -> claimed.add(new OrderId(row.getUUID("order_id"))));
              return claimed;
            });
  }

  /** An order's delivery, locked until the transaction ends. */
  public Future<Optional<StoredDelivery>> lock(SqlConnection transaction, OrderId orderId) {
    return transaction
        .preparedQuery(LOCK_BY_ORDER)
        .execute(Tuple.of(orderId.value()))
        .map(rows -> deliveries(rows).stream().findFirst());
  }

  /** A delivery, locked until the transaction ends. */
  public Future<Optional<StoredDelivery>> lock(SqlConnection transaction, DeliveryId id) {
    return transaction
        .preparedQuery(LOCK)
        .execute(Tuple.of(id.value()))
        .map(rows -> deliveries(rows).stream().findFirst());
  }

  /** The oldest scheduled deliveries that nobody else has locked, at most so many, locked. */
  public Future<List<StoredDelivery>> lockOldestScheduled(SqlConnection transaction, int most) {
    return transaction
        .preparedQuery(LOCK_OLDEST_SCHEDULED)
        .execute(Tuple.of(most))
        .map(DeliveryStore::deliveries);
  }

  /** An order's delivery. */
  public Future<Optional<StoredDelivery>> find(OrderId orderId) {
    return postgres
        .read(FIND_BY_ORDER, Tuple.of(orderId.value()))
        .map(rows -> deliveries(rows).stream().findFirst());
  }

  /**
   * Deliveries, oldest first, at most {@code limit}.
   *
   * @param status null for all
   * @param after the last one of the page before, or null
   */
  public Future<List<StoredDelivery>> list(DeliveryStatus status, DeliveryId after, int limit) {
    var page = Tuple.of((after == null ? BEFORE_ALL : after).value(), limit);
    var rows =
        status == null
            ? postgres.read(LIST, page)
            : postgres.read(LIST_OF_STATUS, page.addString(status.name()));
    return rows.map(DeliveryStore::deliveries);
  }

  private static List<StoredDelivery> deliveries(RowSet<Row> rows) {
    var deliveries = new ArrayList<StoredDelivery>(rows.size());
    for (var row : rows) {
      deliveries.add(
          new StoredDelivery(
              new DeliveryId(row.getUUID("aggregate_id")),
              row.getInteger("version"),
              Json.decode(row.getString("state"), Delivery.class)));
    }
    return deliveries;
  }
}
