package io.tidegate.order.store;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.order.domain.Order;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The admin's sales history: the orders as they stand, and which SKU is in which. */
public final class SaleStore {

  /** How far the moment in an order's id may be from that of its placing: clocks, and a queue. */
  private static final Duration ID_MARGIN = Duration.ofHours(1);

  private static final UUID NEWEST = new UUID(-1L, -1L);

  private static final String RECORD =
      """
      INSERT INTO "order".sale_line (sku, order_id)
      SELECT sku, order_id
        FROM unnest($1::text[], $2::uuid[]) AS line (sku, order_id)
          ON CONFLICT DO NOTHING
      """;

  private static final String LIST =
      """
      SELECT head.state::text
        FROM "order".head
       WHERE head.aggregate_id < $1\
      """;

  private static final String LIST_OF_SKU =
      """
      SELECT head.state::text
        FROM "order".sale_line AS line JOIN "order".head ON head.aggregate_id = line.order_id
       WHERE line.order_id < $1 AND line.sku = $2\
      """;

  private final Postgres postgres;

  public SaleStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The lines of an order. */
  public record Sale(OrderId orderId, List<OrderLine> lines) {}

  /** Records which SKUs were sold; what is known already changes nothing. */
  public Future<Void> record(SqlConnection transaction, List<Sale> sales) {
    var skus = new ArrayList<String>();
    var orders = new ArrayList<UUID>();
    for (var sale : sales) {
      for (var line : sale.lines()) {
        skus.add(line.sku().value());
        orders.add(sale.orderId().value());
      }
    }
    return transaction
        .preparedQuery(RECORD)
        .execute(
            Tuple.tuple()
                .addArrayOfString(skus.toArray(String[]::new))
                .addArrayOfUUID(orders.toArray(UUID[]::new)))
        .mapEmpty();
  }

  /** Sales, newest first, those before the id where it is not null; by the wish's filters. */
  public Future<List<Order>> list(ListSales wish, OrderId before, int limit) {
    var filters = new Filters(wish.sku() == null ? LIST : LIST_OF_SKU);
    filters.parameters.addUUID(before == null ? NEWEST : before.value());
    if (wish.sku() != null) {
      filters.parameters.addString(wish.sku().value());
    }
    if (wish.status() != null) {
      filters.and("head.status = ", wish.status().name());
    }
    // The ids bound what is read, the moments themselves decide.
    if (wish.from() != null) {
      filters.and("head.aggregate_id >= ", UuidV7.first(wish.from().minus(ID_MARGIN)));
      filters.and("(head.state ->> 'placedAt')::timestamptz >= ", timestamp(wish.from()));
    }
    if (wish.to() != null) {
      filters.and("head.aggregate_id < ", UuidV7.first(wish.to().plus(ID_MARGIN)));
      filters.and("(head.state ->> 'placedAt')::timestamptz < ", timestamp(wish.to()));
    }
    var key = wish.sku() == null ? "head.aggregate_id" : "line.order_id";
    var statement = filters.text + " ORDER BY " + key + " DESC LIMIT " + limit;
    return postgres
        .read(statement, filters.parameters)
        .map(
            rows -> {
              var orders = new ArrayList<Order>();
              rows.forEach(row -> orders.add(Json.decode(row.getString("state"), Order.class)));
              return orders;
            });
  }

  private static OffsetDateTime timestamp(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  /** A condition and its parameter at a time. */
  private static final class Filters {

    private final Tuple parameters = Tuple.tuple();
    private final StringBuilder text;

    Filters(String text) {
      this.text = new StringBuilder(text);
    }

    void and(String condition, Object parameter) {
      parameters.addValue(parameter);
      text.append(" AND ").append(condition).append('$').append(parameters.size());
    }
  }
}
