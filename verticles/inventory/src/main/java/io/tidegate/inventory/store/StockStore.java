package io.tidegate.inventory.store;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.Movement;
import io.tidegate.contracts.inventory.InventoryApi.MovementKind;
import io.tidegate.contracts.inventory.InventoryApi.MovementPage;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.Reply;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryApi.StockLine;
import io.tidegate.contracts.inventory.InventoryApi.StockReleased;
import io.tidegate.contracts.inventory.InventoryApi.StockReserved;
import io.tidegate.contracts.inventory.InventoryApi.StockShort;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.json.Json;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stock rows, orders' rows and the ledger; every change is one statement for a whole batch. */
public final class StockStore {

  private static final String RESERVE =
      """
      SELECT order_id, state, refused_sku, refused_asked, refused_available, fresh
        FROM inventory.reserve($1::uuid[], $2::text[], $3::text[], $4::text, $5::timestamptz)
      """;

  private static final String SETTLE =
      "SELECT FROM inventory.settle($1::uuid[], $2::text, $3::text, $4::timestamptz)";

  private static final String RECEIVE =
      """
      SELECT fingerprint, reply_type, reply, fresh
        FROM inventory.receive_once(
               $1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text,
               $8::timestamptz)
       ORDER BY place
      """;

  private static final String LEVEL =
      """
      SELECT sku, on_hand, reserved
        FROM inventory.stock
       WHERE sku = $1
      """;

  private static final String MOVEMENTS =
      """
      SELECT sku, version, position, kind, quantity, order_id, reference, at
        FROM inventory.movement
       WHERE sku = $1 AND (version, position) < ($2::int, $3::int)
       ORDER BY version DESC, position DESC
       LIMIT $4
      """;

  private final Postgres postgres;

  public StockStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Reserves for each order all of its lines or none, first come, first served, in a transaction of
   * its own. Returns what stands for each order: a repeat gets the first outcome.
   */
  public Future<Map<OrderId, Reply>> reserve(
      Statements statements, List<ReserveStock> batch, Origin origin, Instant at) {
    var ids = batch.stream().map(wish -> wish.orderId().value()).toArray(UUID[]::new);
    var skus = literals(batch, line -> line.sku().value());
    var quantities = literals(batch, line -> Integer.toString(line.quantity()));
    return statements
        .write(RESERVE, Tuple.of(ids, skus, quantities, Json.encode(origin), timestamp(at)))
        .map(
            rows -> {
              var outcomes = new HashMap<OrderId, Reply>();
              rows.forEach(row -> outcomes.put(new OrderId(row.getUUID("order_id")), outcome(row)));
              return outcomes;
            });
  }

  /** Gives back what the orders hold; what never held anything never will. */
  public Future<Void> release(
      SqlConnection transaction, List<OrderId> orders, Origin origin, Instant at) {
    return settle(transaction, orders, "RELEASED", origin, at);
  }

  /** Lets what the orders hold leave; fails where one holds nothing. */
  public Future<Void> issue(
      SqlConnection transaction, List<OrderId> orders, Origin origin, Instant at) {
    return settle(transaction, orders, "ISSUED", origin, at);
  }

  /** Goods that a caller takes in. */
  public record Receipt(String caller, ReceiveStock command) {}

  /**
   * Takes goods in, each receipt once for its caller and key, in a transaction of its own. Returns,
   * in their order, the level after the batch, or what the key was answered before.
   */
  public Future<List<Answer>> receive(
      Statements statements, List<Receipt> batch, Origin origin, Instant at) {
    return statements
        .write(
            RECEIVE,
            Tuple.of(
                texts(batch, Receipt::caller),
                texts(batch, one -> one.command().key().key()),
                texts(batch, one -> one.command().key().fingerprint()),
                texts(batch, one -> one.command().sku().value()),
                batch.stream().map(one -> one.command().quantity()).toArray(Integer[]::new),
                texts(batch, one -> one.command().reference()),
                Json.encode(origin),
                timestamp(at)))
        .map(
            rows -> {
              var answers = new ArrayList<Answer>(batch.size());
              for (var row : rows) {
                var kept = IdempotentCommands.Kept.of(row);
                answers.add(
                    row.getBoolean("fresh")
                        ? Answer.of(kept.reply())
                        : kept.again(batch.get(answers.size()).command()));
              }
              return answers;
            });
  }

  /** The level of a SKU, if it ever had one. */
  public Future<Optional<StockLevel>> level(Sku sku) {
    return postgres
        .read(LEVEL, Tuple.of(sku.value()))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(level(rows.iterator().next())));
  }

  /** A page of the ledger, newest first. */
  public Future<MovementPage> movements(Sku sku, MovementCursor before, int limit) {
    return postgres
        .read(MOVEMENTS, Tuple.of(sku.value(), before.version(), before.position(), limit + 1))
        .map(
            rows -> {
              var items = new ArrayList<Movement>();
              rows.forEach(row -> items.add(movement(row)));
              return items.size() <= limit
                  ? new MovementPage(items, null)
                  : new MovementPage(items.subList(0, limit), cursorOf(items.get(limit - 1)));
            });
  }

  private Future<Void> settle(
      SqlConnection transaction, List<OrderId> orders, String target, Origin origin, Instant at) {
    var ids = orders.stream().map(OrderId::value).toArray(UUID[]::new);
    return transaction
        .preparedQuery(SETTLE)
        .execute(Tuple.of(ids, target, Json.encode(origin), timestamp(at)))
        .mapEmpty();
  }

  private static String cursorOf(Movement last) {
    return new MovementCursor(Math.toIntExact(last.version()), last.position()).format();
  }

  /** One array literal for each order; SKUs and numbers need no quotes in one. */
  private static String[] literals(List<ReserveStock> batch, Function<StockLine, String> value) {
    return batch.stream()
        .map(wish -> wish.lines().stream().map(value).collect(Collectors.joining(",", "{", "}")))
        .toArray(String[]::new);
  }

  private static String[] texts(List<Receipt> batch, Function<Receipt, String> value) {
    return batch.stream().map(value).toArray(String[]::new);
  }

  private static Reply outcome(Row row) {
    var orderId = new OrderId(row.getUUID("order_id"));
    return switch (row.getString("state")) {
      case "RESERVED", "ISSUED" -> new StockReserved(orderId);
      case "RELEASED" -> new StockReleased(orderId);
      case "REFUSED" ->
          new StockShort(
              orderId,
              Sku.of(row.getString("refused_sku")),
              row.getInteger("refused_asked"),
              row.getLong("refused_available"),
              row.getBoolean("fresh") && row.getLong("refused_available") == 0);
      case String other -> throw new IllegalStateException("an order's stock is " + other);
    };
  }

  private static StockLevel level(Row row) {
    var onHand = row.getLong("on_hand");
    var reserved = row.getLong("reserved");
    return new StockLevel(Sku.of(row.getString("sku")), onHand, reserved, onHand - reserved);
  }

  private static Movement movement(Row row) {
    var sku = row.getString("sku");
    var version = row.getInteger("version");
    var position = row.getInteger("position");
    var orderId = row.getUUID("order_id");
    return new Movement(
        sku + '.' + version + '.' + position,
        Sku.of(sku),
        version,
        position,
        MovementKind.valueOf(row.getString("kind")),
        row.getInteger("quantity"),
        orderId == null ? null : new OrderId(orderId),
        row.getString("reference"),
        row.getOffsetDateTime("at").toInstant());
  }

  private static OffsetDateTime timestamp(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
