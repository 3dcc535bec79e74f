package io.tidegate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.simulation.shop.Shop;
import io.tidegate.simulation.store.Answer;
import io.tidegate.simulation.store.Database;
import io.tidegate.simulation.store.Server.Session;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whether the model of the store does what PostgreSQL does: every statement that production's
 * classes sent to the model in some seeds, faults and all, is sent to a real server in the same
 * order, and must be answered the same; and the tables must be the same in the end.
 */
final class ModelTest {

  private static final int SEEDS = 3;

  /** Something that a session did, when, and what came of it in the model. */
  private record Done(Session session, Instant at, String sql, Tuple parameters, Object outcome) {}

  private final Set<String> compared = new TreeSet<>();

  @Test
  void answersAsPostgresDoes() {
    var statements = 0;
    for (var seed = 1L; seed <= SEEDS; seed++) {
      statements += compare(seed);
    }
    assertTrue(statements > SEEDS * 200, () -> "too few to mean anything");
    for (var statement :
        Set.of(
            "order place",
            "order find keys",
            "order append",
            "order find pending",
            "order record sales",
            "order lock heads",
            "order read outbox",
            "order forget outbox",
            "order move positions",
            "order acquire lease",
            "order find key",
            "order keep key",
            "inventory reserve",
            "inventory settle",
            "inventory receive",
            "delivery claim",
            "delivery lock by order",
            "delivery lock scheduled",
            "advisory lock")) {
      assertTrue(compared.contains(statement), () -> statement + " is not among " + compared);
    }
  }

  private int compare(long seed) {
    var done = new ArrayList<Done>();
    var shops = new ArrayList<Shop>();
    var verdict =
        new Simulation(seed, Set.of(), SeedsTest.SETTINGS, null)
            .prepared(
                shop -> {
                  shops.add(shop);
                  shop.server()
                      .recordSerially(
                          (session, at, sql, parameters, outcome) ->
                              done.add(new Done(session, at, sql, parameters, outcome)));
                })
            .run();
    assertEquals(List.of(), verdict.broken(), "seed " + seed);
    var model = shops.getFirst().server().database();
    var vertx = Vertx.vertx();
    try (var database =
        TestDatabase.of("order", "uuid").with("inventory", "text").with("delivery", "uuid")) {
      try (var replay = new Replay(vertx, database, model)) {
        replay.offers();
        done.forEach(replay::send);
        replay.tables();
        return replay.statements;
      }
    } finally {
      Await.result(vertx.close());
    }
  }

  private final class Replay implements AutoCloseable {

    private final Database model;
    private final Map<String, PgConnection> connections = new HashMap<>();
    private Session inTransaction;
    private Transaction transaction;
    private int statements;

    private Replay(Vertx vertx, TestDatabase database, Database model) {
      this.model = model;
      for (var schema : List.of("order", "inventory", "delivery")) {
        connections.put(
            schema,
            Await.result(
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database.uri(schema)))));
      }
    }

    private void offers() {
      model
          .order()
          .offers()
          .forEach(
              (key, terms) ->
                  Await.result(
                      connections
                          .get("order")
                          .preparedQuery(
                              "INSERT INTO \"order\".offer VALUES ($1, $2, 1, $3::text::json)")
                          .execute(Tuple.of(key.channel(), key.sku(), terms.json()))));
    }

    private void send(Done one) {
      switch (one.sql()) {
        case "BEGIN" -> inTransaction = one.session();
        case "COMMIT", "ROLLBACK" -> {
          if (transaction != null) {
            Await.result(
                one.sql().equals("COMMIT") ? transaction.commit() : transaction.rollback());
          }
          transaction = null;
          inTransaction = null;
        }
        default -> execute(one);
      }
    }

    private void execute(Done one) {
      var name = model.name(one.sql());
      if (name.equals("ask")) {
        return;
      }
      var schema =
          (name.startsWith("advisory") ? one.parameters().getString(0) : name).split(" ", 2)[0];
      var connection = connections.get(schema);
      if (one.session() == inTransaction && transaction == null) {
        transaction = Await.result(connection.begin());
      }
      var sql =
          one.sql()
              .replace(
                  "clock_timestamp()",
                  "timestamptz '" + one.at().truncatedTo(ChronoUnit.MICROS) + "'");
      var real = connection.preparedQuery(sql).execute(one.parameters());
      statements++;
      compared.add(name);
      if (one.outcome() instanceof PgException failure) {
        assertEquals(
            failure.getSqlState(),
            ((PgException) Await.failure(real)).getSqlState(),
            () -> describe(name, one));
      } else {
        assertSame(name, one, Await.result(real));
      }
    }

    private void assertSame(String name, Done one, RowSet<Row> real) {
      var answer = (Answer) one.outcome();
      if (answer.columns().isEmpty() && !name.endsWith("settle")) {
        assertEquals(answer.count(), real.rowCount(), () -> describe(name, one));
      }
      assertEquals(
          answer.rows().stream()
              .filter(_ -> !answer.columns().isEmpty())
              .map(row -> plain(List.of(boxed(row))))
              .sorted()
              .toList(),
          real.stream()
              .filter(_ -> !answer.columns().isEmpty())
              .map(
                  row ->
                      plain(
                          answer.columns().stream()
                              .<Object>map(column -> optional(row.getValue(column)))
                              .toList()))
              .sorted()
              .toList(),
          () -> describe(name, one));
    }

    private String describe(String name, Done one) {
      return name + " after " + statements + " statements, with " + one.parameters().deepToString();
    }

    private void tables() {
      for (var schema : model.schemas()) {
        var quoted = '"' + schema.name() + '"';
        same(
            schema.heads().values().stream()
                .map(head -> head.id() + ' ' + head.version() + ' ' + head.status())
                .toList(),
            schema,
            "SELECT aggregate_id || ' ' || version || ' ' || status FROM " + quoted + ".head");
        same(
            schema.events().entrySet().stream()
                .map(
                    event ->
                        event.getKey().id()
                            + ' '
                            + event.getKey().version()
                            + ' '
                            + event.getValue().type())
                .toList(),
            schema,
            "SELECT aggregate_id || ' ' || version || ' ' || type FROM " + quoted + ".event");
        same(
            schema.positions().entrySet().stream()
                .map(
                    position ->
                        position.getKey().consumer()
                            + ' '
                            + position.getKey().partition()
                            + ' '
                            + position.getValue())
                .toList(),
            schema,
            "SELECT consumer || ' ' || \"partition\" || ' ' || next_offset FROM "
                + quoted
                + ".consumer_position");
      }
      var inventory = model.inventory();
      same(
          inventory.stock().entrySet().stream()
              .map(
                  stock ->
                      stock.getKey()
                          + ' '
                          + stock.getValue().version()
                          + ' '
                          + stock.getValue().onHand()
                          + ' '
                          + stock.getValue().reserved())
              .toList(),
          inventory,
          "SELECT sku || ' ' || version || ' ' || on_hand || ' ' || reserved FROM inventory.stock");
      same(
          inventory.orders().entrySet().stream()
              .map(order -> order.getKey() + ' ' + order.getValue().state())
              .toList(),
          inventory,
          "SELECT order_id || ' ' || state FROM inventory.order_stock");
      same(
          inventory.movements().entrySet().stream()
              .map(
                  move ->
                      move.getKey().sku()
                          + ' '
                          + move.getKey().version()
                          + ' '
                          + move.getKey().position()
                          + ' '
                          + move.getValue().kind()
                          + ' '
                          + move.getValue().quantity())
              .toList(),
          inventory,
          "SELECT sku || ' ' || version || ' ' || position || ' ' || kind || ' ' || quantity"
              + " FROM inventory.movement");
    }

    private void same(
        List<String> expected, io.tidegate.simulation.store.SchemaModel schema, String query) {
      var real =
          Await.result(connections.get(schema.name()).query(query).execute()).stream()
              .map(row -> row.getString(0))
              .sorted()
              .toList();
      assertEquals(expected.stream().sorted().toList(), real, query);
    }

    @Override
    public void close() {
      connections.values().forEach(connection -> Await.result(connection.close()));
    }
  }

  private static Object[] boxed(Object[] row) {
    return IntStream.range(0, row.length).mapToObj(i -> optional(row[i])).toArray();
  }

  private static Object optional(Object value) {
    return value == null ? "null" : value;
  }

  /** Values as a text that does not depend on who says them. */
  private static String plain(List<Object> values) {
    return values.stream().map(ModelTest::plain).collect(Collectors.joining(" | "));
  }

  private static String plain(Object value) {
    return switch (value) {
      case OffsetDateTime at -> at.toInstant().truncatedTo(ChronoUnit.MICROS).toString();
      case String text -> text.replaceAll("\\s*([:,])\\s*", "$1");
      default -> value.toString();
    };
  }
}
