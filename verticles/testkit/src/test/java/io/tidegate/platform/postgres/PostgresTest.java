package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a domain's way to its schema does when the world, or we, are wrong. */
class PostgresTest {

  private static TestDatabase database;

  private FaultProxy proxy;
  private TestNode node;
  private Postgres postgres;
  private Context laneContext;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.of("inventory", "text");
    database.execute("CREATE TABLE public.note (text text)");
    database.execute("GRANT ALL ON public.note TO tidegate_inventory");
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void start() {
    var uri = java.net.URI.create(database.uri("inventory"));
    proxy = FaultProxy.before(uri.getPort());
    var through = uri.toString().replace(":" + uri.getPort(), ":" + proxy.port());
    node =
        TestNode.on(database)
            .set("inventory", "writeUri", through)
            .set("inventory", "readUri", through)
            .set("inventory", "poolSizeMax", 2)
            .set("inventory", "poolQueueMax", 2)
            .set("postgres", "statementTimeoutMs", 300)
            .set("postgres", "lockTimeoutMs", 200)
            .set("postgres", "connectTimeoutMs", 1_000)
            .set("platform", "breakerFaultsMin", 3)
            .start();
    postgres = node.platform().postgres("inventory");
    laneContext = node.vertx().getOrCreateContext();
  }

  @AfterEach
  void stop() {
    proxy.heal();
    Await.result(postgres.close());
    node.close();
    proxy.close();
  }

  @Test
  void endsAStatementThatTakesTooLong() {
    isOutage(query("SELECT pg_sleep(5)"));
  }

  @Test
  void endsAWaitForALock() throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE inventory.head");

      isOutage(query("INSERT INTO inventory.head VALUES ('x', 1, 's', '{}')"));
    }
  }

  @Test
  void failsAtOnceWhenItsConnectionsAreCut() {
    Await.result(query("SELECT 1"));
    var running = query("SELECT pg_sleep(0.2)");
    Await.until(
        "the statement runs",
        () ->
            database.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.2)' "
                        + "AND state = 'active' AND datname = current_database() "
                        + "AND pid <> pg_backend_pid()")
                == 1);
    proxy.cut();

    isOutage(running);
    Await.until("it has connected anew", () -> Await.result(succeeds(query("SELECT 1"))));
  }

  @Test
  void givesALaneOneConnectionAndKeepsItsOrder() {
    var lane = postgres.lane();

    var asked =
        onContext(
            () ->
                IntStream.range(0, 20)
                    .mapToObj(
                        _ ->
                            lane.write("SELECT pg_backend_pid(), clock_timestamp()", Tuple.tuple()))
                    .toList());

    var rows = asked.stream().map(one -> Await.result(one).iterator().next()).toList();
    assertEquals(1, rows.stream().map(row -> row.getInteger(0)).distinct().count());
    var times = rows.stream().map(row -> row.getOffsetDateTime(1)).toList();
    assertEquals(times.stream().sorted().toList(), times);
  }

  @Test
  void connectsALaneAnewWhenItsConnectionWasCut() {
    var lane = postgres.lane();
    Await.result(onContext(() -> lane.write("SELECT 1", Tuple.tuple())));
    proxy.cut();

    Await.until(
        "the lane has connected anew",
        () -> Await.result(succeeds(onContext(() -> lane.write("SELECT 1", Tuple.tuple())))));
  }

  @Test
  void failsWhenTheServerIsGone() {
    proxy.refuse();

    isOutage(query("SELECT 1"));
  }

  @Test
  void refusesToQueueWithoutEnd() {
    var asked = new ArrayList<Future<?>>();
    for (var i = 0; i < 10; i++) {
      asked.add(query("SELECT pg_sleep(0.2)"));
    }

    var failed = asked.stream().filter(one -> !Await.result(succeeds(one))).toList();

    assertTrue(failed.size() >= 6, failed.size() + " of 10 were refused");
    // The first of them may be enough for the breaker, which refuses the others.
    failed.forEach(
        one -> {
          if (!isBreakerOpen(Await.failure(one))) {
            isOutage(one);
          }
        });
  }

  @Test
  void opensItsBreakerForOutages() {
    proxy.refuse();
    for (var i = 0; i < 3; i++) {
      isOutage(query("SELECT 1"));
    }

    var refused = assertInstanceOf(FaultException.class, Await.failure(query("SELECT 1")));
    assertEquals(Fault.BREAKER_OPEN, refused.fault());

    proxy.heal();
    Await.until("it has recovered", () -> Await.result(succeeds(query("SELECT 1"))));
  }

  @Test
  void keepsItsBreakerClosedForOurMistakes() {
    for (var i = 0; i < 4; i++) {
      isMistake(query("SELECT nothing"));
      isMistake(postgres.read("SELECT $1::int", Tuple.of("text")));
      isMistake(postgres.read("SELECT $1::int", Tuple.of(1, 2)));
      isMistake(
          postgres.write("INSERT INTO inventory.head VALUES ('y', 0, 's', '{}')", Tuple.tuple()));
    }

    assertEquals(
        CircuitBreakerState.CLOSED, node.platform().breakers().states().get("postgres-inventory"));
  }

  @Test
  void undoesATransactionThatFails() {
    Await.failure(
        postgres.inTransaction(
            transaction ->
                transaction
                    .query("INSERT INTO public.note VALUES ('undone')")
                    .execute()
                    .compose(_ -> Future.failedFuture("on purpose"))));

    assertEquals(0, database.number("SELECT count(*) FROM public.note WHERE text = 'undone'"));
  }

  @Test
  void undoesATransactionThatIsCutOff() {
    Await.failure(
        postgres.inTransaction(
            transaction ->
                transaction
                    .query("INSERT INTO public.note VALUES ('cut')")
                    .execute()
                    .onSuccess(_ -> proxy.cut())
                    .compose(_ -> transaction.query("SELECT pg_sleep(0.1)").execute())));

    assertEquals(0, database.number("SELECT count(*) FROM public.note WHERE text = 'cut'"));
  }

  @Test
  void undoesATransactionWhoseFunctionThrows() {
    isMistake(
        postgres.inTransaction(
            _ -> {
              throw new IllegalStateException("on purpose");
            }));
    // The connection is back in the pool, and no transaction is open in it.
    for (var i = 0; i < 4; i++) {
      Await.result(query("SELECT 1"));
    }
  }

  @Test
  void takesACommitThatIsRefusedForOurMistake() {
    isMistake(
        postgres.inTransaction(
            transaction ->
                transaction.query("SELECT nothing").execute().otherwiseEmpty().mapEmpty()));
  }

  private Future<?> query(String sql) {
    return postgres.read(sql, Tuple.tuple());
  }

  private static Future<Boolean> succeeds(Future<?> future) {
    return future.map(true).otherwise(false);
  }

  private static boolean isBreakerOpen(Throwable failure) {
    return failure instanceof FaultException fault && fault.fault() == Fault.BREAKER_OPEN;
  }

  private static void isOutage(Future<?> future) {
    var start = System.nanoTime();
    var failure = Await.failure(future);
    assertTrue(Outage.isOutage(failure), () -> "not taken for an outage: " + failure);
    assertTrue(
        System.nanoTime() - start < Duration.ofSeconds(15).toNanos(), "it took too long to fail");
  }

  private <T> T onContext(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    laneContext.runOnContext(_ -> done.complete(work.get()));
    return Await.result(done.future());
  }

  private static void isMistake(Future<?> future) {
    var failure = Await.failure(future);
    assertFalse(Outage.isOutage(failure), () -> "taken for an outage: " + failure);
  }
}
