package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.check.OrderLedger;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.testkit.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions that stand in each other's way: others' that stay open, and our own in hundreds. */
@Tag("chaos")
@Timeout(300)
final class ContentionTest {

  private static final Duration HELD = Duration.ofSeconds(30);
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(60);

  private static RunningShop running;
  private static Shop shop;

  private final OrderLedger ledger = OrderLedger.inMemory();

  @BeforeAll
  static void start() {
    running = RunningShop.start(2, Map.of());
    shop = new Shop(running.localJson());
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  /**
   * F20. The writer has drawn the lowest number in the outbox and has not committed: whoever waits
   * for it stands still, and whoever passes it over for good loses an event. What it publishes was
   * published before, which consumers pass over.
   */
  @Test
  void publishesInOrderWhileAWriterAndAReaderStayInTheirTransactions() throws SQLException {
    var member = shop.newMember();
    var careful = CarefulMember.of(member, ledger);
    var sku = shop.product(100_000);
    var first = careful.insist(sku, 1, "first", DECIDED_WITHIN).text("/orderId");
    Deliveries.awaitScheduled(member, first);
    try (var writer = transaction();
        var reader = transaction();
        var shoppers = Shoppers.enter(shop, ledger, sku, 4)) {
      var seen = number(reader, "SELECT count(*) FROM \"order\".event");
      execute(
          writer,
          "INSERT INTO \"order\".outbox (aggregate_ids, versions) VALUES ('{%s}', '{1}')"
              .formatted(first));

      var until = System.nanoTime() + HELD.toNanos();
      for (var turn = 0; System.nanoTime() < until; turn++) {
        var order = careful.insist(sku, 1, "held " + turn, DECIDED_WITHIN);
        // Nothing is committed before it is there: a relay that waits for the writer waits for
        // ever.
        Deliveries.awaitScheduled(member, order.text("/orderId"));
      }

      assertEquals(seen, number(reader, "SELECT count(*) FROM \"order\".event"));
      writer.commit();
      shoppers.leave();
      Await.until("nothing waits any more", ContentionTest::isOutboxEmpty);
    }
    assertEquals(List.of("OrderPlaced", "OrderConfirmed"), Shop.history(member, first));
    Promises.assertKept(running, ledger);
  }

  /** F21. Half of the carts name two hot SKUs, in one order or in the other. */
  @Test
  void decidesEveryOrderAndReceiptOfOneSkuThatComeAtOnceOnTwoNodes() throws Exception {
    var pieces = 200;
    var receipts = 50;
    var callers = 500;
    var sku = shop.product(pieces);
    var other = shop.product(callers);
    var carts = List.of(cart(sku), cart(other, sku), cart(sku), cart(sku, other));
    var deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    var deadlocksBefore = number(deadlocks);
    var members = new ArrayList<CarefulMember>();
    for (var number = 0; number < 10; number++) {
      members.add(CarefulMember.of(shop.newMember(), ledger));
    }
    var barrier = new CyclicBarrier(callers);
    var outcomes = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var number = 0; number < callers; number++) {
        var key = "storm " + number;
        var url = shop.nodeUrls().get(number % 2);
        var member = members.get(number / 2 % members.size());
        var cart = carts.get(number % carts.size());
        Callable<Integer> call =
            number % (callers / receipts) == 0
                ? () -> receive(url, sku, key)
                : () -> decided(member, url, cart, key);
        outcomes.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
    }

    var sold = 0;
    for (var outcome : outcomes) {
      sold += outcome.get();
    }
    var level = shop.stock(sku);
    assertEquals(pieces + receipts, level.path("onHand").asInt());
    assertEquals(sold, level.path("reserved").asInt());
    assertTrue(sold >= pieces && sold <= pieces + receipts, sold + " were sold");
    assertEquals(deadlocksBefore, number(deadlocks));
    assertEquals(List.of(), ledger.open());
    Promises.assertKept(running, ledger);
  }

  private static boolean isOutboxEmpty() {
    try {
      return number("SELECT count(*) FROM \"order\".outbox") == 0;
    } catch (SQLException cause) {
      throw new AssertionError(cause);
    }
  }

  private static List<CartLine> cart(String... skus) {
    return Stream.of(skus).map(sku -> new CartLine(new Sku(sku), 1)).toList();
  }

  /**
   * Sends it until it is an order with an outcome or is refused; the answer is how many it sold.
   */
  private static int decided(CarefulMember member, String url, List<CartLine> cart, String key) {
    var visitor = member.member().visitor().at(url);
    var sold = new AtomicInteger();
    Await.until(
        key + " is decided",
        DECIDED_WITHIN,
        () -> {
          var answer = member.attempt(visitor, cart, key);
          sold.set(answer.filter(it -> it.status() == 201).isPresent() ? 1 : 0);
          return answer.filter(ContentionTest::isOutcome).isPresent();
        });
    return sold.get();
  }

  private static boolean isOutcome(Answer answer) {
    return answer.status() == 201 || answer.text("/type").endsWith(":insufficient-stock");
  }

  /** Sells nothing. */
  private static int receive(String url, String sku, String key) {
    var receipt = Map.of("sku", sku, "quantity", 1, "reference", "storm");
    var admin = shop.admin().visitor().at(url);
    Await.until(
        key + " is received",
        DECIDED_WITHIN,
        () ->
            CarefulMember.answered(() -> admin.post("/api/admin/stock/receipts", receipt, key))
                .filter(answer -> answer.status() == 201)
                .isPresent());
    return 0;
  }

  private static long number(String sql) throws SQLException {
    try (var connection = transaction()) {
      return number(connection, sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One of somebody else's, which sees what was there when it first looked. */
  private static Connection transaction() throws SQLException {
    var uri = running.local().at("/postgres/uri").asText();
    var login = PostgresLogin.of("postgres.uri", uri);
    var connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }
}
