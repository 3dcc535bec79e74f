package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client was told, held against the shop; and what it would see if the shop had lied. */
@OnSmallShop
@Timeout(120)
final class OrderLedgerTest {

  private static final String CUSTOMER = SmallShop.CUSTOMER.subject();

  private static final String PLACED = "01900000-0000-7000-8000-000000000002";

  private final SmallShop shop;
  private String damage = "";
  private final OrderLedger ledger = OrderLedger.inMemory();

  OrderLedgerTest(SmallShop shop) {
    this.shop = shop;
    told("delivered", SmallShop.TEA, 2, shop.delivered, "CONFIRMED");
    told("dispatched", SmallShop.TEA, 1, shop.dispatched, "PENDING");
    told("cancelled", SmallShop.MUG, 3, shop.cancelled, "CONFIRMED");
    told("rejected", SmallShop.MUG, 100, shop.rejected, "REJECTED");
    told("confirmed", SmallShop.TEA, 4, shop.confirmed, "CONFIRMED");
  }

  @Test
  void findsEveryOrderThatItWasToldOf() throws SQLException {
    assertEquals(List.of(), offences());
  }

  @Test
  void seesAnAnswerThatCameBeforeItsCommitAndWasLost() throws SQLException {
    told("lost", SmallShop.TEA, 1, new OrderId(UUID.randomUUID()), "CONFIRMED");

    assertEquals(2, offences().size(), "it is not there, and its key has made none");
  }

  @Test
  void seesAnOrderThatWasToldAsConfirmedAndIsNot() throws SQLException {
    ledger.hears(CUSTOMER, "rejected", shop.rejected.toString(), "CONFIRMED");

    assertOne("told as CONFIRMED and is REJECTED");
  }

  @Test
  void seesTwoOrdersAnsweredToOneKey() throws SQLException {
    ledger.hears(CUSTOMER, "confirmed", shop.delivered.toString(), "CONFIRMED");

    assertOne("and made " + shop.confirmed);
  }

  @Test
  void seesAnEffectOfWhatWasRefused() throws SQLException {
    place("surprise");
    sent("surprise", SmallShop.TEA, 4);
    ledger.hearsRefusal(CUSTOMER, "surprise");

    assertOne("key surprise was refused for certain and made order");
  }

  @Test
  void wantsOpenAttemptsToBeSentAgain() throws SQLException {
    sent("silent", SmallShop.TEA, 1);

    assertEquals(List.of("silent"), ledger.open());
    assertOne("key silent is open");
  }

  @Test
  void leavesAnAttemptOpenThatWasRefusedOnlyTheSecondTime() {
    sent("silent", SmallShop.TEA, 1);
    sent("silent", SmallShop.TEA, 1);
    ledger.hearsRefusal(CUSTOMER, "silent");

    assertEquals(List.of("silent"), ledger.open());
    ledger.hearsRefusal(CUSTOMER, "silent");
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void takesARefusalForTheLastWordWhereNothingWasUnderWay(@TempDir Path folder) {
    var file = folder.resolve("ledger");
    try (var first = OrderLedger.inFile(file)) {
      first.sends(CUSTOMER, "silent", List.of(new CartLine(SmallShop.TEA, 1)));
      first.sends(CUSTOMER, "silent", List.of(new CartLine(SmallShop.TEA, 1)));
      first.nothingIsUnderWay();
      assertEquals(List.of("silent"), first.open(), "nobody has said yet what came of it");

      first.sends(CUSTOMER, "silent", List.of(new CartLine(SmallShop.TEA, 1)));
      first.hearsRefusal(CUSTOMER, "silent");
      assertFalse(first.isOpen(CUSTOMER, "silent"));
    }
    try (var second = OrderLedger.inFile(file)) {
      assertEquals(List.of(), second.open());
    }
  }

  @Test
  void seesAnOrderThatNobodyAskedFor() throws SQLException {
    place("surprise");

    assertOne("was made by key surprise, which was never sent");
  }

  @Test
  void seesOtherLinesThanWereOrdered() throws SQLException {
    place("surprise");
    sent("surprise", SmallShop.TEA, 5);
    ledger.hears(CUSTOMER, "surprise", PLACED, "PENDING");

    assertOne("key surprise: 4 of TEA were ordered, not 5");
  }

  @Test
  void outlivesItsClientInAFile(@TempDir Path folder) throws Exception {
    var file = folder.resolve("ledger");
    try (var first = OrderLedger.inFile(file)) {
      first.sends(CUSTOMER, "one", List.of(new CartLine(SmallShop.TEA, 1)));
      first.sends(CUSTOMER, "two", List.of(new CartLine(SmallShop.TEA, 1)));
      first.hearsRefusal(CUSTOMER, "two");
    }

    try (var second = OrderLedger.inFile(file)) {
      assertEquals(List.of("one"), second.open());
    }
    Files.writeString(file, "nonsense");
    assertThrows(CheckException.class, () -> OrderLedger.inFile(file));
  }

  @Test
  void keepsTheLatestKeysAlone() {
    var latest = OrderLedger.ofLatest(2);
    for (var key : List.of("one", "two", "three")) {
      latest.sends(CUSTOMER, key, List.of(new CartLine(SmallShop.TEA, 1)));
    }
    latest.hears(CUSTOMER, "one", PLACED, "CONFIRMED");

    assertEquals(List.of("three", "two"), latest.open());
  }

  @Test
  void takesOtherOrdersForGrantedWhereItKeepsTheLatestAlone() throws SQLException {
    var latest = OrderLedger.ofLatest(1);
    latest.sends(CUSTOMER, "confirmed", List.of(new CartLine(SmallShop.TEA, 4)));
    latest.hears(CUSTOMER, "confirmed", shop.confirmed.toString(), "CONFIRMED");

    assertEquals(List.of(), offences(latest));
  }

  @Test
  void readsAnswersByTheContract() {
    var told = OrderLedger.inMemory();
    for (var key : List.of("made", "rejected", "refused", "shed", "late", "under way")) {
      told.sends(CUSTOMER, key, List.of(new CartLine(SmallShop.TEA, 1)));
    }
    told.hears(
        CUSTOMER,
        "made",
        201,
        "{\"orderId\":\"1\",\"status\":\"CONFIRMED\",\"total\":{\"amount\":7,\"currency\":\"KRW\"}}");
    told.hears(CUSTOMER, "rejected", 409, "{\"status\":409,\"orderId\":\"2\"}");
    told.hears(CUSTOMER, "refused", 422, "{\"status\":422}");
    told.hears(CUSTOMER, "shed", 503, "{\"status\":503,\"executed\":false}");
    told.hears(CUSTOMER, "late", 504, "{\"status\":504}");
    told.hears(
        CUSTOMER, "under way", 409, "{\"type\":\"urn:tidegate:problem:request-in-progress\"}");

    assertEquals(List.of("late", "under way"), told.open());
    assertEquals(Set.of("1"), told.confirmed());
  }

  /** An order like the confirmed one under a key of its own, for this test alone. */
  private void place(String key) {
    damage =
        """
        INSERT INTO "order".order_key (customer_id, key, order_id, fingerprint)
        SELECT customer_id, '%s', '%s', fingerprint
          FROM "order".order_key WHERE order_id = '%3$s';
        INSERT INTO "order".head (aggregate_id, version, status, state)
        SELECT '%2$s', 1, 'PENDING', state FROM "order".head WHERE aggregate_id = '%3$s'
        """
            .formatted(key, PLACED, shop.confirmed);
  }

  private void told(String key, Sku sku, int quantity, OrderId order, String status) {
    sent(key, sku, quantity);
    ledger.hears(CUSTOMER, key, order.toString(), status);
  }

  private void sent(String key, Sku sku, int quantity) {
    ledger.sends(CUSTOMER, key, List.of(new CartLine(sku, quantity)));
  }

  private void assertOne(String words) throws SQLException {
    var offences = offences();
    assertEquals(1, offences.size(), offences::toString);
    assertTrue(offences.getFirst().contains(words), offences::toString);
  }

  private List<String> offences() throws SQLException {
    return offences(ledger);
  }

  private List<String> offences(OrderLedger known) throws SQLException {
    try (var connection = shop.database.connect()) {
      ShopUnderCheck.prepare(connection);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(damage);
      }
      // What is not committed is gone with the connection.
      return new LedgerChecker(known).check(new ShopUnderCheck(connection)).first();
    }
  }
}
