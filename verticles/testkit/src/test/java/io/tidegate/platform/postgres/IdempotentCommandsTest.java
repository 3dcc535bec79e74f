package io.tidegate.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.CommonRefusal.RequestInProgress;
import io.tidegate.contracts.KeyedCommand;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.platform.bus.Answer;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotentCommandsTest {

  private static final Caller ALICE = new Caller("alice", Set.of(Role.ROLE_ADMIN), null);
  private static final Caller BOB = new Caller("bob", Set.of(Role.ROLE_ADMIN), null);
  private static final StockLevel LEVEL = new StockLevel(Sku.of("MUG-1"), 5, 0, 5);

  private static TestDatabase database;
  private static TestNode node;
  private static Postgres postgres;
  private static IdempotentCommands commands;

  private final String key = UUID.randomUUID().toString();
  private final AtomicInteger effects = new AtomicInteger();

  @BeforeAll
  static void start() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres("inventory");
    commands = new IdempotentCommands(postgres, "inventory");
  }

  @AfterAll
  static void stop() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @Test
  void answersTheFirstTimeWithWhatItDid() {
    assertEquals(Answer.of(LEVEL), run(ALICE, receive("f")));
  }

  @Test
  void answersARepetitionWithoutDoingItAgain() {
    run(ALICE, receive("f"));

    assertEquals(Answer.replayed(LEVEL), run(ALICE, receive("f")));
    assertEquals(1, effects.get());
  }

  @Test
  void refusesTheKeyForSomethingElse() {
    run(ALICE, receive("f"));

    assertInstanceOf(KeyReused.class, run(ALICE, receive("g")).reply());
    assertEquals(1, effects.get());
  }

  @Test
  void keepsEachCallersKeysApart() {
    run(ALICE, receive("f"));

    assertFalse(run(BOB, receive("f")).replayed());
  }

  @Test
  void keepsEachKindOfCommandApart() {
    run(ALICE, receive("f"));

    assertFalse(run(ALICE, new DispatchDeliveries(3, new RequestKey(key, "f"))).replayed());
  }

  @Test
  void repeatsARefusalToo() {
    var refusal = new NotFound("no such SKU");
    Await.result(commands.run(ALICE, receive("f"), _ -> Future.succeededFuture(refusal)));

    assertEquals(Answer.replayed(refusal), run(ALICE, receive("f")));
  }

  @Test
  void keepsNothingOfAnEffectThatFailed() {
    Await.failure(
        commands.run(
            ALICE,
            receive("f"),
            transaction ->
                transaction
                    .query(
                        "INSERT INTO inventory.lease VALUES ('%s', 'x', 1, now())".formatted(key))
                    .execute()
                    .compose(_ -> Future.failedFuture("on purpose"))));

    assertEquals(
        0, database.number("SELECT count(*) FROM inventory.lease WHERE name = '" + key + "'"));
    assertFalse(run(ALICE, receive("f")).replayed());
  }

  @Test
  void keepsNothingOfAnEffectThatThrew() {
    Await.failure(
        commands.run(
            ALICE,
            receive("f"),
            _ -> {
              throw new IllegalStateException("on purpose");
            }));

    assertFalse(run(ALICE, receive("f")).replayed());
  }

  @Test
  void tellsASecondOneThatTheFirstIsUnderWay() {
    var wait = Promise.<StockLevel>promise();
    var begun = Promise.<Void>promise();
    var first =
        commands.run(
            ALICE,
            receive("f"),
            _ -> {
              begun.complete();
              return wait.future();
            });
    Await.result(begun.future());

    assertInstanceOf(RequestInProgress.class, run(ALICE, receive("f")).reply());
    wait.complete(LEVEL);
    assertEquals(Answer.of(LEVEL), Await.result(first));
    assertTrue(run(ALICE, receive("f")).replayed());
    assertEquals(0, effects.get());
  }

  @Test
  void doesItOnceHoweverManyComeAtOnce() {
    var asked = new ArrayList<Future<Answer>>();
    for (var i = 0; i < 20; i++) {
      asked.add(commands.run(ALICE, receive("f"), this::effect));
    }

    var answers = asked.stream().map(Await::result).toList();

    assertEquals(1, effects.get());
    assertEquals(1, answers.stream().filter(Answer.of(LEVEL)::equals).count());
  }

  private Answer run(Caller caller, KeyedCommand command) {
    return Await.result(commands.run(caller, command, this::effect));
  }

  private Future<? extends Reply> effect(SqlConnection transaction) {
    effects.incrementAndGet();
    return transaction.query("SELECT 1").execute().map(LEVEL);
  }

  private ReceiveStock receive(String fingerprint) {
    return new ReceiveStock(LEVEL.sku(), 5, "note", new RequestKey(key, fingerprint));
  }
}
