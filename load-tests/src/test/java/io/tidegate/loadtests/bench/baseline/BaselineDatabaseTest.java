package io.tidegate.loadtests.bench.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.loadtests.bench.load.OrderIds;
import io.tidegate.loadtests.bench.measure.Books;
import io.tidegate.loadtests.bench.measure.Database;
import io.tidegate.testkit.Engines;
import io.tidegate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fails when the shop's tables change and the baselines' functions do not follow. */
final class BaselineDatabaseTest {

  private static final String PLACE =
      "SELECT bench.place_order(bench.customer(%d), '%s', bench.sku(%d))";

  /** One row of each kind for an order: what the shop writes for it. */
  private static final String ROWS =
      """
      SELECT concat_ws(' ', (SELECT count(*) FROM "order".order_key),
                       (SELECT count(*) FROM "order".head),
                       (SELECT count(*) FROM "order".event),
                       (SELECT sum(cardinality(versions)) FROM "order".outbox),
                       (SELECT count(*) FROM inventory.order_stock),
                       (SELECT count(*) FROM inventory.movement WHERE kind = 'RESERVATION'),
                       (SELECT sum(reserved) FROM inventory.stock))
      """;

  private static TestDatabase test;
  private static Database database;

  private Connection connection;

  @BeforeAll
  static void fill() {
    test = TestDatabase.create();
    var server = Engines.postgres();
    var name = test.database().jdbcUrl().replaceFirst(".*/", "");
    database = Database.of(server.uri()).named(name);
    BaselineDatabase.fill(database, 10);
  }

  @AfterAll
  static void drop() {
    test.close();
  }

  @BeforeEach
  void startAnew() throws SQLException {
    connection = database.connect();
    connection.setAutoCommit(true);
    execute(
        "TRUNCATE \"order\".order_key, \"order\".head, \"order\".event, \"order\".outbox,"
            + " inventory.order_stock, inventory.movement, inventory.event, inventory.stock");
    execute("SELECT bench.lay(10)");
  }

  @Test
  void writesTheRowsOfAnOrder() throws SQLException {
    execute(PLACE.formatted(1, "first", 3));

    assertEquals("1 1 2 2 1 1 1", value(ROWS));
    assertEquals(List.of(), Books.errors(database));
  }

  @Test
  void makesOneOrderOfOneKey() throws SQLException {
    var first = value(PLACE.formatted(1, "first", 3));

    assertEquals(first, value(PLACE.formatted(1, "first", 3)));
    assertEquals("1 1 2 2 1 1 1", value(ROWS));
  }

  @Test
  void writesABatchWithTheSameRows() throws SQLException {
    execute("SELECT bench.place_batch(64, 10)");

    assertEquals("64 64 128 128 64 64 64", value(ROWS));
    assertEquals(List.of(), Books.errors(database));
  }

  @Test
  void noticesALevelThatItsMovementsDoNotGive() throws SQLException {
    execute("UPDATE inventory.stock SET reserved = 1 WHERE sku = bench.sku(4)");

    assertWrong("stock");
  }

  @Test
  void noticesAnOrderThatIsNotThere() throws SQLException {
    execute(PLACE.formatted(1, "first", 3));
    execute("DELETE FROM \"order\".head");

    assertWrong("keys", "agreement");
  }

  @Test
  void noticesAnOrderThatNoKeyNames() throws SQLException {
    execute(PLACE.formatted(1, "first", 3));
    execute("DELETE FROM \"order\".order_key");

    assertWrong("keys");
  }

  @Test
  void noticesThatMoreIsSoldThanCameIn() throws SQLException {
    execute(PLACE.formatted(1, "first", 3));
    execute(PLACE.formatted(1, "second", 3));
    execute("UPDATE inventory.movement SET quantity = 1 WHERE sku = bench.sku(3)");
    execute("UPDATE inventory.stock SET on_hand = 2 WHERE sku = bench.sku(3)");

    assertWrong("stock");
  }

  @Test
  void noticesAnAnswerThatWasNotKept() throws SQLException {
    var kept = idOf(value(PLACE.formatted(1, "first", 3)));
    var unknown = idOf(UUID.randomUUID().toString());
    assertEquals(List.of(), Books.errors(database, kept, new OrderIds()));
    assertWrong(Books.errors(database, kept, unknown), "answered");

    execute("UPDATE \"order\".head SET status = 'REJECTED'");
    execute("UPDATE inventory.order_stock SET state = 'REFUSED'");
    execute("DELETE FROM inventory.movement WHERE kind = 'RESERVATION'");
    execute("UPDATE inventory.stock SET version = 1, reserved = 0");
    assertWrong(Books.errors(database, kept, new OrderIds()), "answered");
    assertEquals(List.of(), Books.errors(database, new OrderIds(), kept));

    execute("UPDATE \"order\".head SET status = 'PENDING'");
    assertWrong(Books.errors(database, new OrderIds(), kept), "answered");
  }

  private static void assertWrong(String... checkers) {
    assertWrong(Books.errors(database), checkers);
  }

  private static void assertWrong(List<String> errors, String... checkers) {
    assertEquals(List.of(checkers), errors.stream().map(error -> error.split(" ", 2)[0]).toList());
  }

  private static OrderIds idOf(String order) {
    var ids = new OrderIds();
    assertTrue(ids.add(order.getBytes(StandardCharsets.US_ASCII), 0));
    return ids;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String value(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
