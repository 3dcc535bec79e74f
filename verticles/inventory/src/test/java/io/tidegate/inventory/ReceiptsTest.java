package io.tidegate.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goods receipts that come at the same time. */
final class ReceiptsTest {

  private static final Sku TEA = Sku.of("TEA");

  private TestDatabase database;
  private TestNode node;

  @BeforeEach
  void open() {
    database = TestDatabase.of("inventory", "text");
    node = TestNode.on(database).start();
    node.deploy(new InventoryModule(node.platform()));
  }

  @AfterEach
  void close() {
    node.close();
    database.close();
  }

  @Test
  void shareCommits() {
    var receipts = 200;
    var answers =
        IntStream.range(0, receipts).mapToObj(number -> receive("key " + number, "PO")).toList();

    answers.forEach(answer -> assertEquals(StockLevel.class, reply(answer).getClass()));
    assertEquals(new StockLevel(TEA, receipts, 0, receipts), level());
    var sizes = node.platform().meters().get("tidegate.batch.size");
    var size = sizes.tag("batch", "inventory.receive").summary();
    assertEquals(receipts, size.totalAmount());
    assertTrue(size.count() < receipts / 4, "it took " + size.count() + " commits");
  }

  @Test
  void haveOneEffectForManyRequestsAtOnceWithOneKey() {
    var answers = Stream.generate(() -> receive("key", "PO")).limit(20).toList();

    assertEquals(1, answers.stream().map(ReceiptsTest::reply).distinct().count());
    assertEquals(1, answers.stream().filter(one -> !Await.result(one).replayed()).count());
    assertEquals(new StockLevel(TEA, 1, 0, 1), level());
  }

  @Test
  void doNotFailForOneAmongThemThatCannotBeStored() {
    var before = receive("before", "PO");
    // PostgreSQL has no text with a zero in it.
    var poisoned = receive("poisoned", "\0");
    var after = receive("after", "PO");

    List.of(before, after).forEach(ReceiptsTest::reply);
    var failure = assertInstanceOf(FaultException.class, Await.failure(poisoned));
    assertEquals(Fault.BUG, failure.fault());
    assertEquals(new StockLevel(TEA, 2, 0, 2), level());
  }

  private Future<Answer> receive(String key, String reference) {
    var receipt = new ReceiveStock(TEA, 1, reference, new RequestKey(key, "fingerprint"));
    return node.ask(InventoryApi.ROLE, receipt, InventoryVerticleTest.ADMIN);
  }

  private static Object reply(Future<Answer> answer) {
    return Await.result(answer).reply();
  }

  private StockLevel level() {
    return node.ask(
        InventoryApi.ROLE, new GetStock(TEA), InventoryVerticleTest.ADMIN, StockLevel.class);
  }
}
