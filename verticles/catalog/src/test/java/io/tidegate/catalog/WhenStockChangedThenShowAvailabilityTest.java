package io.tidegate.catalog;

import static io.tidegate.catalog.Teas.newSku;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.catalog.store.AvailabilityStore;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WhenStockChangedThenShowAvailabilityTest {

  private static TestDatabase database;
  private static TestNode node;
  private static Postgres postgres;

  private final WhenStockChangedThenShowAvailability reaction =
      new WhenStockChangedThenShowAvailability(new AvailabilityStore());
  private final Sku sku = newSku();

  @BeforeAll
  static void start() {
    database = TestDatabase.of(CatalogApi.ROLE, "text");
    node = TestNode.on(database).start();
    postgres = node.platform().postgres(CatalogApi.ROLE);
  }

  @AfterAll
  static void stop() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  @Test
  void showsTheLevelThatInventoryTells() {
    apply(level(sku, 1, 500));
    assertShown(sku, 500);
    apply(level(sku, 2, 499));
    assertShown(sku, 499);
  }

  @Test
  void showsTheSameWhenToldTwice() {
    apply(level(sku, 1, 500), level(sku, 2, 498));
    apply(level(sku, 1, 500), level(sku, 2, 498));
    assertShown(sku, 498);
  }

  @Test
  void showsTheNewestHoweverLateTheOlderOnesCome() {
    apply(level(sku, 3, 7));
    apply(level(sku, 1, 500), level(sku, 2, 100));
    assertShown(sku, 7);
  }

  @Test
  void showsTheNewestOfABatch() {
    var other = newSku();
    apply(level(sku, 1, 10), level(other, 1, 20), level(sku, 3, 8), level(sku, 2, 9));
    assertShown(sku, 8);
    assertShown(other, 20);
  }

  @Test
  void knowsLevelsThatAreLargerThanAnInt() {
    apply(level(sku, 1, 5_000_000_000L));
    assertShown(sku, 5_000_000_000L);
  }

  private static StockChanged level(Sku sku, long version, long available) {
    return new StockChanged(sku, version, available, 0, available);
  }

  private void apply(StockChanged... levels) {
    var events =
        Stream.of(levels)
            .map(level -> new ReceivedEvent(level, (int) level.version(), Instant.EPOCH, null))
            .toList();
    Await.result(
        postgres.inTransaction(transaction -> reaction.apply(transaction, List.copyOf(events))));
  }

  private static void assertShown(Sku sku, long available) {
    assertEquals(
        available,
        database.number(
            "SELECT available FROM catalog.availability WHERE sku = '%s'".formatted(sku)));
  }
}
