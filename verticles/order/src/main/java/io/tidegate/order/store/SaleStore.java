package io.tidegate.order.store;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderView;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The admin's sales history: orders as their events tell them, with what is asked for indexed. */
public final class SaleStore {

  private static final String LOAD =
      """
      SELECT order_id, version, summary::text
        FROM "order".sale
       WHERE order_id = ANY($1)
      """;

  private static final String SAVE =
      """
      INSERT INTO "order".sale (order_id, version, status, placed_at, summary)
      SELECT order_id, version, status, placed_at, summary::json
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::text[])
          AS saved (order_id, version, status, placed_at, summary)
       ORDER BY order_id
          ON CONFLICT (order_id) DO UPDATE
         SET version = excluded.version, status = excluded.status, summary = excluded.summary
       WHERE sale.version < excluded.version
      """;

  private static final String SAVE_LINES =
      """
      INSERT INTO "order".sale_line (sku, order_id)
      SELECT sku, order_id
        FROM unnest($1::text[], $2::uuid[]) AS line (sku, order_id)
       ORDER BY sku, order_id
          ON CONFLICT DO NOTHING
      """;

  private static final String LIST =
      """
      SELECT summary::text
        FROM "order".sale
       WHERE (placed_at, order_id) < ($1, $2)
         AND ($3::text IS NULL OR status = $3)
         AND ($4::timestamptz IS NULL OR placed_at >= $4)
         AND ($5::timestamptz IS NULL OR placed_at < $5)
         AND ($6::text IS NULL OR EXISTS (
               SELECT FROM "order".sale_line
                WHERE sale_line.sku = $6 AND sale_line.order_id = sale.order_id))
       ORDER BY placed_at DESC, order_id DESC
       LIMIT $7
      """;

  private final Postgres postgres;

  public SaleStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** An order at the version of the last event that was heard of. */
  public record Sale(int version, Order order) {}

  /** Sales as far as they are known. */
  public Future<Map<OrderId, Sale>> load(SqlConnection transaction, Collection<OrderId> ids) {
    return transaction
        .preparedQuery(LOAD)
        .execute(
            Tuple.tuple().addArrayOfUUID(ids.stream().map(OrderId::value).toArray(UUID[]::new)))
        .map(
            rows -> {
              var sales = new HashMap<OrderId, Sale>();
              rows.forEach(
                  row ->
                      sales.put(
                          new OrderId(row.getUUID("order_id")),
                          new Sale(
                              row.getInteger("version"),
                              Json.decode(row.getString("summary"), Order.class))));
              return sales;
            });
  }

  /** Saves sales; an older version than the known one changes nothing. */
  public Future<Void> save(SqlConnection transaction, Collection<Sale> sales) {
    var list = List.copyOf(sales);
    var rows =
        Tuple.of(
            list.stream().map(sale -> sale.order().orderId().value()).toArray(UUID[]::new),
            list.stream().map(Sale::version).toArray(Integer[]::new),
            list.stream().map(sale -> sale.order().status().name()).toArray(String[]::new),
            list.stream()
                .map(sale -> timestamp(sale.order().placedAt()))
                .toArray(OffsetDateTime[]::new),
            list.stream().map(sale -> Json.encode(sale.order())).toArray(String[]::new));
    var skus = new ArrayList<String>();
    var orders = new ArrayList<UUID>();
    for (var sale : list) {
      for (var line : sale.order().lines()) {
        skus.add(line.sku().value());
        orders.add(sale.order().orderId().value());
      }
    }
    var lines =
        Tuple.tuple()
            .addArrayOfString(skus.toArray(String[]::new))
            .addArrayOfUUID(orders.toArray(UUID[]::new));
    return transaction
        .preparedQuery(SAVE)
        .execute(rows)
        .compose(_ -> transaction.preparedQuery(SAVE_LINES).execute(lines))
        .mapEmpty();
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
                  row -> views.add(Json.decode(row.getString("summary"), Order.class).view()));
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
