package io.tidegate.platform.eventstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.tidegate.platform.postgres.Outage;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStoreTest {

  private static final Origin ORIGIN = new Origin("svc:test", "00-trace-span-01");
  private static final Instant AT = Instant.parse("2026-11-21T07:01:02.003004Z");

  private static TestDatabase database;
  private static TestNode node;
  private static Postgres postgres;

  private final EventStore store = new EventStore("inventory", "text");
  private final String id = id();

  @BeforeAll
  static void start() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres("inventory");
  }

  @AfterAll
  static void stop() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @BeforeEach
  void emptyTheOutbox() {
    database.execute("TRUNCATE inventory.outbox");
  }

  @Test
  void makesANewAggregate() {
    assertEquals(Set.of(id), append(change(id, 0, 5)));

    assertEquals(new Head<>(id, 1, level(id, 5)), head(id));
    assertEquals("STOCKED", database.text(headOf("status", id)));
    assertTrue(isAt(headOf("updated_at", id)), "another moment than the one given");
  }

  @Test
  void movesAnAggregateOn() {
    append(change(id, 0, 5));

    assertEquals(Set.of(id), append(change(id, 1, 8)));

    assertEquals(new Head<>(id, 2, level(id, 8)), head(id));
  }

  @Test
  void keepsEveryEventInItsOrder() {
    append(change(id, 0, 1, 2, 3));
    append(change(id, 3, 4));

    var history = Await.result(store.history(postgres, id, 0, 100));

    assertEquals(List.of(1, 2, 3, 4), history.stream().map(StoredEvent::version).toList());
    assertEquals(
        List.of(1L, 2L, 3L, 4L),
        history.stream()
            .map(one -> (StockChanged) EventTypes.decode(one.type(), one.data()))
            .map(StockChanged::onHand)
            .toList());
    assertEquals(AT, history.getFirst().at());
    assertTrue(history.getFirst().metadata().contains("00-trace-span-01"));
  }

  @Test
  void readsAHistoryFromWhereItIsAsked() {
    append(change(id, 0, 1, 2, 3, 4));

    var history = Await.result(store.history(postgres, id, 1, 2));

    assertEquals(List.of(2, 3), history.stream().map(StoredEvent::version).toList());
  }

  @Test
  void saysThatANewAggregateIsThereAlready() {
    append(change(id, 0, 5));
    var before = outbox();

    assertEquals(Set.of(), append(change(id, 0, 9)));

    assertEquals(new Head<>(id, 1, level(id, 5)), head(id));
    assertEquals(before, outbox());
  }

  @Test
  void saysThatAnAggregateHasMovedOn() {
    append(change(id, 0, 5));
    append(change(id, 1, 6));
    var before = outbox();

    assertEquals(Set.of(), append(change(id, 1, 9)));
    assertEquals(Set.of(), append(change(id, 7, 9)));

    assertEquals(new Head<>(id, 2, level(id, 6)), head(id));
    assertEquals(2, events(id));
    assertEquals(before, outbox());
  }

  @Test
  void saysThatThereIsNoSuchAggregateToMove() {
    assertEquals(Set.of(), append(change(id, 1, 9)));

    assertEquals(0, events(id));
    assertEquals(List.of(), outbox());
  }

  @Test
  void appendsOfABatchWhatDoesNotConflict() {
    var stale = id();
    var taken = id();
    var fresh = id();
    append(change(id, 0, 5), change(stale, 0, 5), change(taken, 0, 5));
    append(change(stale, 1, 6));
    database.execute("TRUNCATE inventory.outbox");

    var moved =
        append(
            change(taken, 0, 9), change(fresh, 0, 1, 2), change(stale, 1, 9), change(id, 1, 7, 8));

    assertEquals(Set.of(id, fresh), moved);
    assertEquals(level(id, 8), head(id).state());
    assertEquals(level(fresh, 2), head(fresh).state());
    assertEquals(level(stale, 6), head(stale).state());
    assertEquals(level(taken, 5), head(taken).state());
    assertEquals(2, events(stale));
    assertEquals(1, events(taken));
    var queued = new ArrayList<>(List.of(id + "@2", id + "@3", fresh + "@1", fresh + "@2"));
    queued.sort(null);
    assertEquals(List.of(String.join(" ", queued)), outbox());
  }

  @Test
  void queuesABatchAsOneRowInTheOrderOfItsIds() {
    var batch = IntStream.range(0, 20).mapToObj(_ -> change(id(), 0, 1, 2)).toArray(Append[]::new);
    append(batch);

    assertEquals(1, outbox().size());
    var rows = outbox().getFirst().split(" ", -1);
    assertEquals(40, rows.length);
    assertEquals(List.of(rows), List.of(rows).stream().sorted().toList());
  }

  @Test
  void appendsNothingOfATransactionThatFails() {
    Await.failure(
        postgres.inTransaction(
            transaction ->
                store
                    .append(transaction, List.of(change(id, 0, 5)), ORIGIN, AT)
                    .compose(_ -> Future.failedFuture("on purpose"))));

    assertEquals(0, events(id));
    assertEquals(List.of(), outbox());
  }

  @Test
  void letsOneOfTwoHaveAnAggregateThatBothMove() {
    append(change(id, 0, 5));

    assertEquals(1, winners(change(id, 1, 6), change(id, 1, 7)));

    assertEquals(2, head(id).version());
    assertEquals(2, events(id));
  }

  @Test
  void letsOneOfTwoHaveAnAggregateThatBothMake() {
    assertEquals(1, winners(change(id, 0, 6), change(id, 0, 7)));

    assertEquals(1, head(id).version());
    assertEquals(1, events(id));
  }

  @Test
  void makesTheSecondWaitForTheFirst() {
    append(change(id, 0, 5));
    var hold = Promise.<Void>promise();
    var first =
        postgres.inTransaction(
            transaction ->
                store
                    .append(transaction, List.of(change(id, 1, 6)), ORIGIN, AT)
                    .compose(moved -> hold.future().map(moved)));
    Await.until("the first has the lock", () -> waiting("idle in transaction") == 1);
    var second = store.append(postgres, List.of(change(id, 1, 7)), List.of(ORIGIN), AT);
    Await.until("the second waits", () -> waiting("active") == 1);

    hold.complete();

    assertEquals(Set.of(id), Await.result(first));
    assertEquals(Set.of(), Await.result(second));
  }

  @Test
  void neverQueuesAVersionBeforeTheOneBeforeIt() {
    append(change(id, 0, 0));
    var wins = new AtomicInteger();
    Await.result(Future.all(IntStream.range(0, 4).mapToObj(_ -> write(wins, 25)).toList()));

    assertEquals(1 + wins.get(), head(id).version());
    var versions =
        outbox().stream().map(row -> Integer.valueOf(row.replaceFirst(".*@", ""))).toList();
    assertEquals(IntStream.rangeClosed(1, 1 + wins.get()).boxed().toList(), versions);
  }

  @Test
  void keepsOthersFromMovingWhatIsLocked() {
    append(change(id, 0, 5));
    var hold = Promise.<Void>promise();
    var locked =
        postgres.inTransaction(
            transaction ->
                store
                    .lock(transaction, List.of(id, id()), StockLevel.class)
                    .compose(
                        heads ->
                            hold.future()
                                .compose(
                                    _ ->
                                        store.append(
                                            transaction,
                                            List.of(change(id, heads.get(id).version(), 6)),
                                            ORIGIN,
                                            AT))));
    Await.until("it is locked", () -> waiting("idle in transaction") == 1);
    var other = store.append(postgres, List.of(change(id, 1, 7)), List.of(ORIGIN), AT);
    Await.until("the other waits", () -> waiting("active") == 1);

    hold.complete();

    assertEquals(Set.of(id), Await.result(locked));
    assertEquals(Set.of(), Await.result(other));
  }

  @Test
  void loadsWhatThereIs() {
    append(change(id, 0, 5));

    var found = Await.result(store.load(postgres, List.of(id, id()), StockLevel.class));

    assertEquals(Set.of(id), found.keySet());
  }

  @Test
  void refusesAnAggregateTwiceInABatch() {
    var twice =
        Await.failure(
            store.append(
                postgres,
                List.of(change(id, 0, 5), change(id, 0, 6)),
                List.of(ORIGIN, ORIGIN),
                AT));

    assertFalse(Outage.isOutage(assertInstanceOf(PgException.class, twice)));
    assertEquals(0, events(id));
  }

  @Test
  void refusesAnAppendOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> change(id, 0));
  }

  @Test
  void tellsWhoListensOfWhatItAppendedByItself() {
    var told = new AtomicInteger();
    store.onAppend(told::incrementAndGet);

    append(change(id, 0, 5));

    assertEquals(1, told.get());
  }

  private Future<Void> write(AtomicInteger wins, int times) {
    if (times == 0) {
      return Future.succeededFuture();
    }
    return store
        .load(postgres, List.of(id), StockLevel.class)
        .compose(
            heads ->
                store.append(
                    postgres,
                    List.of(change(id, heads.get(id).version(), times)),
                    List.of(ORIGIN),
                    AT))
        .onSuccess(moved -> wins.addAndGet(moved.size()))
        .compose(_ -> write(wins, times - 1));
  }

  private long winners(Append... rivals) {
    var asked = new ArrayList<Future<Set<String>>>();
    for (var rival : rivals) {
      asked.add(store.append(postgres, List.of(rival), List.of(ORIGIN), AT));
    }
    return asked.stream().map(Await::result).filter(moved -> !moved.isEmpty()).count();
  }

  private Set<String> append(Append... batch) {
    return Await.result(
        store.append(postgres, List.of(batch), Collections.nCopies(batch.length, ORIGIN), AT));
  }

  private static String id() {
    return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
  }

  /** One event for each level, the last of which is the state. */
  private static Append change(String id, int expected, int... levels) {
    var events = new ArrayList<StockChanged>();
    for (var i = 0; i < levels.length; i++) {
      events.add(new StockChanged(Sku.of(id), expected + i + 1, levels[i], 0, levels[i]));
    }
    var last = levels.length == 0 ? 0 : levels[levels.length - 1];
    return new Append(id, expected, "STOCKED", level(id, last), events);
  }

  private static StockLevel level(String id, int onHand) {
    return new StockLevel(Sku.of(id), onHand, 0, onHand);
  }

  private Head<StockLevel> head(String aggregateId) {
    return Await.result(store.load(postgres, List.of(aggregateId), StockLevel.class))
        .get(aggregateId);
  }

  private static String headOf(String column, String id) {
    return "SELECT %s FROM inventory.head WHERE aggregate_id = '%s'".formatted(column, id);
  }

  private static boolean isAt(String query) {
    return database.number("SELECT ((%s) = '%s')::int".formatted(query, AT)) == 1;
  }

  private static long events(String id) {
    return database.number(
        "SELECT count(*) FROM inventory.event WHERE aggregate_id = '%s'".formatted(id));
  }

  private static long waiting(String state) {
    return database.number(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidegate-inventory' "
            + "AND state = '%s' AND datname = current_database()".formatted(state));
  }

  /** The rows of the outbox by id, each as its events, {@code id@version}. */
  private static List<String> outbox() {
    var rows =
        database.text(
            "SELECT string_agg(events, ';' ORDER BY id) FROM (SELECT id, (SELECT string_agg(a ||"
                + " '@' || v, ' ' ORDER BY place) FROM unnest(aggregate_ids, versions) WITH"
                + " ORDINALITY AS one (a, v, place)) AS events FROM inventory.outbox) AS rows");
    return rows == null ? List.of() : List.of(rows.split(";", -1));
  }
}
