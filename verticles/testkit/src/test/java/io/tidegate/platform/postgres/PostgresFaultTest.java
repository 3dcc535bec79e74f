package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.platform.batch.BatchMeters;
import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of statements whose connection fails them in the middle. */
class PostgresFaultTest {

  /** Statements end after half a second here; a silent connection ends seconds after that. */
  private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(10);

  /** Counts what was really done, however often it is sent. */
  private static final String DO_ONCE =
      """
      WITH done AS (
        INSERT INTO public.deed (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING id
      )
      UPDATE public.tally SET deeds = deeds + (SELECT count(*) FROM done)
      """;

  private static TestDatabase database;

  private final String id = UUID.randomUUID().toString();
  private FaultProxy proxy;
  private TestNode node;
  private Postgres postgres;
  private Context context;
  private Lane lane;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.of("inventory", "text");
    database.execute("CREATE TABLE public.deed (id text PRIMARY KEY)");
    database.execute("CREATE TABLE public.tally (deeds bigint)");
    database.execute("GRANT ALL ON public.deed, public.tally TO tidegate_inventory");
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void start() {
    database.execute("TRUNCATE public.deed, public.tally; INSERT INTO public.tally VALUES (0)");
    var uri = URI.create(database.uri("inventory"));
    proxy = FaultProxy.before(uri.getPort());
    var through = uri.toString().replace(":" + uri.getPort(), ":" + proxy.port());
    node =
        TestNode.on(database)
            .set("inventory", "writeUri", through)
            .set("inventory", "readUri", through)
            .set("inventory", "poolSizeMax", 1)
            .set("postgres", "statementTimeoutMs", 500)
            .set("postgres", "lockTimeoutMs", 450)
            .set("postgres", "connectTimeoutMs", 1_000)
            .start();
    postgres = node.platform().postgres("inventory");
    context = node.vertx().getOrCreateContext();
    lane = postgres.lane();
  }

  @AfterEach
  void stop() {
    proxy.heal();
    Await.result(postgres.close());
    node.close();
    proxy.close();
  }

  @Test
  void doesABatchOnceWhoseReplyWasSwallowed() {
    Await.result(onLane());
    var batcher = batcher();
    proxy.swallowReplyTo(id);

    Await.result(onContext(() -> batcher.submit(id, Deadline.in(Duration.ofSeconds(20)))));

    assertTrue(proxy.hasSwallowed());
    assertEquals(1, deeds());
  }

  @Test
  void doesABatchOnceThatWasCutOff() throws Exception {
    var batcher = batcher();
    Await.result(onContext(() -> batcher.submit("before", Deadline.in(Duration.ofSeconds(20)))));
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE public.tally");
      var done = onContext(() -> batcher.submit(id, Deadline.in(Duration.ofSeconds(20))));
      Await.until("it waits for the lock", () -> waiting() == 1);
      proxy.cut();
      Await.until("it is sent again", () -> waiting() >= 1 && proxy.connections() == 1);
      connection.commit();

      Await.result(done);
    }
    assertEquals(2, deeds());
  }

  @Test
  void doesNotKnowWhetherATransactionWasCommittedWhoseReplyWasSwallowed() {
    Await.result(postgres.write("SELECT 1", Tuple.tuple()));
    proxy.swallowReplyTo("COMMIT");

    var failure =
        Await.failure(
            postgres.inTransaction(
                transaction ->
                    transaction
                        .preparedQuery(DO_ONCE)
                        .execute(Tuple.of(new String[] {id}))
                        .mapEmpty()));

    assertTrue(Outage.isOutage(failure), () -> "not taken for an outage: " + failure);
    assertTrue(proxy.hasSwallowed());
    assertEquals(1, deeds());
  }

  @Test
  void answersAKeyWithWhatItDidWhenTheCommitWentUnheard() {
    var commands = new IdempotentCommands(postgres, "inventory");
    var caller = new Caller("alice", Set.of(Role.ROLE_ADMIN), null);
    var level = new StockLevel(Sku.of("MUG-1"), 5, 0, 5);
    var command = new ReceiveStock(level.sku(), 5, "note", new RequestKey(id, "f"));
    Supplier<Future<Answer>> run =
        () ->
            commands.run(
                caller,
                command,
                transaction ->
                    transaction
                        .preparedQuery(DO_ONCE)
                        .execute(Tuple.of(new String[] {id}))
                        .map(level));
    proxy.swallowReplyTo("COMMIT");
    Await.failure(run.get());
    assertTrue(proxy.hasSwallowed());

    assertEquals(Answer.replayed(level), Await.result(run.get()));
    assertEquals(1, deeds());
  }

  @Test
  void givesUpAPoolsConnectionToAServerThatIsGone() {
    Await.result(postgres.write("SELECT 1", Tuple.tuple()));
    proxy.abandon();

    areOutagesInTime(List.of(() -> postgres.write("SELECT 1", Tuple.tuple())));

    Await.result(postgres.write("SELECT 1", Tuple.tuple()));
  }

  @Test
  void givesUpALanesConnectionToAServerThatIsGone() {
    Await.result(onLane());
    proxy.abandon();

    areOutagesInTime(List.of(this::onLane));

    Await.result(onLane());
  }

  @Test
  void givesUpAConnectionThatIsNeverMade() {
    proxy.freeze();
    areOutagesInTime(List.of(() -> postgres.write("SELECT 1", Tuple.tuple()), this::onLane));
    proxy.heal();

    Await.until(
        "the pool has one",
        () -> Await.result(succeeds(postgres.write("SELECT 1", Tuple.tuple()))));
    Await.until("the lane has one", () -> Await.result(succeeds(onLane())));
  }

  /** Which does not even answer a goodbye. */
  @Test
  void givesUpAConnectionThroughABlackHole() {
    Await.result(postgres.write("SELECT 1", Tuple.tuple()));
    Await.result(onLane());
    proxy.freeze();

    areOutagesInTime(List.of(() -> postgres.write("SELECT 1", Tuple.tuple()), this::onLane));
  }

  @Test
  void keepsAnIdleLanesConnection() {
    var pid = Await.result(onLane());

    // Longer than an answer may take.
    Await.until(
        "it was asked for a while",
        () ->
            database.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND query = 'SELECT 1' "
                            .formatted(pid)
                        + "AND query_start - backend_start > interval '3 seconds'")
                == 1);

    assertEquals(pid, Await.result(onLane()));
  }

  @Test
  void leavesAServerThatBecameReadOnly() {
    readOnly(true);
    isReadOnly(postgres.write(DO_ONCE, Tuple.of(new String[] {"a"})));
    readOnly(false);

    Await.result(postgres.write(DO_ONCE, Tuple.of(new String[] {"b"})));

    assertEquals(1, deeds());
  }

  @Test
  void leavesAServerThatBecameReadOnlyAfterATransaction() {
    readOnly(true);
    isReadOnly(
        postgres.inTransaction(
            transaction ->
                transaction
                    .preparedQuery(DO_ONCE)
                    .execute(Tuple.of(new String[] {"a"}))
                    .mapEmpty()));
    readOnly(false);

    Await.result(postgres.write(DO_ONCE, Tuple.of(new String[] {"b"})));

    assertEquals(1, deeds());
  }

  @Test
  void leavesWithALaneAServerThatBecameReadOnly() {
    readOnly(true);
    isReadOnly(onContext(() -> lane.write(DO_ONCE, Tuple.of(new String[] {"a"}))));
    readOnly(false);

    Await.result(onContext(() -> lane.write(DO_ONCE, Tuple.of(new String[] {"b"}))));

    assertEquals(1, deeds());
  }

  private Batcher<String, String> batcher() {
    return new Batcher<>(
        node.vertx(),
        new Batcher.Limits(10, 1, 100, Duration.ZERO),
        new BatchMeters(new SimpleMeterRegistry(), "deeds"),
        batch -> lane.write(DO_ONCE, Tuple.of(batch.toArray(String[]::new))).map(batch));
  }

  private Future<Integer> onLane() {
    return onContext(
        () ->
            lane.write("SELECT pg_backend_pid()", Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger(0)));
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> work.get().onComplete(done));
    return done.future();
  }

  /** For sessions that begin from now on. */
  private static void readOnly(boolean now) {
    database.execute(
        "ALTER ROLE tidegate_inventory IN DATABASE %s SET default_transaction_read_only = %s"
            .formatted(database.text("SELECT current_database()"), now));
  }

  private static long deeds() {
    return database.number("SELECT deeds FROM public.tally");
  }

  private static long waiting() {
    return database.number(
        "SELECT count(*) FROM pg_stat_activity "
            + "WHERE wait_event_type = 'Lock' AND datname = current_database()");
  }

  private static void areOutagesInTime(List<Supplier<Future<?>>> works) {
    var start = System.nanoTime();
    for (var one : works.stream().map(Supplier::get).toList()) {
      var failure = Await.failure(one);
      assertTrue(Outage.isOutage(failure), () -> "not taken for an outage: " + failure);
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(GIVEN_UP_WITHIN) < 0, () -> took + " is too long");
  }

  private static void isReadOnly(Future<?> future) {
    assertTrue(Primary.isGone(Await.failure(future)));
  }

  private static Future<Boolean> succeeds(Future<?> future) {
    return future.map(true).otherwise(false);
  }
}
