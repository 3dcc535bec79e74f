package io.tidegate.order.store;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderEvents.OrderPlaced;
import io.tidegate.order.domain.Order;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The admin's sales history: which orders there are to ask for, by what can be asked for. */
public final class SaleStore {

  private static final String BEGIN =
      """
      WITH begun AS (
        INSERT INTO "order".sale (order_id, version, status, placed_at)
        SELECT order_id, version, status, placed_at
          FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[])
            AS begun (order_id, version, status, placed_at)
            ON CONFLICT (order_id) DO UPDATE
           SET version = excluded.version, status = excluded.status
         WHERE sale.version < excluded.version
      )
      INSERT INTO "order".sale_line (sku, order_id)
      SELECT sku, order_id
        FROM unnest($5::text[], $6::uuid[]) AS line (sku, order_id)
          ON CONFLICT DO NOTHING
      """;

  private static final String FOLLOW =
      """
      UPDATE "order".sale
         SET version = moved.version, status = moved.status
        FROM unnest($1::uuid[], $2::int[], $3::text[]) AS moved (order_id, version, status)
       WHERE sale.order_id = moved.order_id AND sale.version < moved.version
      """;

  // What is shown is the order as it stands; which are shown follows through Kafka.
  private static final String LIST =
      """
      SELECT head.state::text
        FROM "order".sale JOIN "order".head ON head.aggregate_id = sale.order_id
       WHERE (sale.placed_at, sale.order_id) < ($1, $2)
         AND ($3::text IS NULL OR (sale.status = $3 AND head.status = $3))
         AND ($4::timestamptz IS NULL OR sale.placed_at >= $4)
         AND ($5::timestamptz IS NULL OR sale.placed_at < $5)
         AND ($6::text IS NULL OR EXISTS (
               SELECT FROM "order".sale_line
                WHERE sale_line.sku = $6 AND sale_line.order_id = sale.order_id))
       ORDER BY sale.placed_at DESC, sale.order_id DESC
       LIMIT $7
      """;

  private final Postgres postgres;

  public SaleStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** An order by the last of its events that was heard of; {@code placed} where that is new. */
  public record Sale(OrderId orderId, int version, OrderStatus status, OrderPlaced placed) {}

  /** Records sales that have been placed; a version that is known already changes nothing. */
  public Future<Void> begin(SqlConnection transaction, List<Sale> sales) {
    if (sales.isEmpty()) {
      return Future.succeededFuture();
    }
    var skus = new ArrayList<String>();
    var orders = new ArrayList<UUID>();
    for (var sale : sales) {
      for (var line : sale.placed().lines()) {
        skus.add(line.sku().value());
        orders.add(sale.orderId().value());
      }
    }
    var moments =
        sales.stream()
            .map(sale -> timestamp(sale.placed().placedAt()))
            .toArray(OffsetDateTime[]::new);
    return transaction
        .preparedQuery(BEGIN)
        .execute(
            changes(sales)
                .addArrayOfOffsetDateTime(moments)
                .addArrayOfString(skus.toArray(String[]::new))
                .addArrayOfUUID(orders.toArray(UUID[]::new)))
        .mapEmpty();
  }

  /** Records what became of sales; a version that is known already changes nothing. */
  public Future<Void> follow(SqlConnection transaction, List<Sale> sales) {
    return sales.isEmpty()
        ? Future.succeededFuture()
        : transaction.preparedQuery(FOLLOW).execute(changes(sales)).mapEmpty();
  }

  private static Tuple changes(List<Sale> sales) {
    return Tuple.of(
        sales.stream().map(sale -> sale.orderId().value()).toArray(UUID[]::new),
        sales.stream().map(Sale::version).toArray(Integer[]::new),
        sales.stream().map(sale -> sale.status().name()).toArray(String[]::new));
  }

  /** A page of sales, newest first. */
  public Future<OrderPage> list(ListSales wish, SaleCursor before) {
    var limit = wish.page().limit();
    return postgres
        .read(
            LIST,
            Tuple.of(
                    timestamp(before.placedAt()),
                    before.orderId(),
                    wish.status() == null ? null : wish.status().name(),
                    wish.from() == null ? null : timestamp(wish.from()),
                    wish.to() == null ? null : timestamp(wish.to()))
                .addString(wish.sku() == null ? null : wish.sku().value())
                .addInteger(limit + 1))
        .map(
            rows -> {
              var views = new ArrayList<OrderView>();
              rows.forEach(
                  row -> views.add(Json.decode(row.getString("state"), Order.class).view()));
              if (views.size() <= limit) {
                return new OrderPage(views, null);
              }
              var last = views.get(limit - 1);
              return new OrderPage(
                  views.subList(0, limit),
                  new SaleCursor(last.placedAt(), last.orderId().value()).format());
            });
  }

  private static OffsetDateTime timestamp(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
