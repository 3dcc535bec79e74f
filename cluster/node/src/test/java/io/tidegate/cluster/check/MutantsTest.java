package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Does to a shop's tables what a bug would have done to them, and sees which checkers turn red.
 * Each damage is done in the transaction that is checked and taken back afterwards.
 */
@OnSmallShop
@Timeout(120)
final class MutantsTest {

  private static SmallShop shop;
  private static Connection connection;

  @BeforeAll
  static void open(SmallShop shared) throws SQLException {
    shop = shared;
    connection = shop.database.connect();
    ShopUnderCheck.prepare(connection);
    connection.setAutoCommit(false);
    try (var topics = new TopicCopy(shop.kafka())) {
      topics.fill(connection);
    }
    connection.commit();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @AfterEach
  void takeBack() throws SQLException {
    connection.rollback();
  }

  @Test
  void findsNothingWrongInAShopThatIsWell() throws SQLException {
    var verdicts = Checkers.check(new ShopUnderCheck(connection), Checkers.all());

    for (var verdict : verdicts) {
      assertTrue(verdict.passed(), verdict.toString());
      assertTrue(verdict.examined() > 0, verdict.toString());
    }
  }

  @Test
  void seesStockWithoutAFloor() throws SQLException {
    damage("ALTER TABLE inventory.stock DROP CONSTRAINT stock_never_oversold");
    placePending();
    damage(
        """
        INSERT INTO inventory.order_stock (order_id, state, skus, quantities)
        VALUES ('%s', 'RESERVED', '{MUG}', '{6}');
        SELECT inventory.move('{MUG}', '{RESERVATION}', '{6}', '{%1$s}', '{NULL}', '{}', now())
        """
            .formatted(PENDING));

    assertRed("stock");
  }

  @Test
  void seesALevelThatNoMovementMade() throws SQLException {
    damage("UPDATE inventory.stock SET on_hand = on_hand + 1 WHERE sku = 'TEA'");

    assertRed("stock", "heads");
  }

  @Test
  void seesAMovementThatWasLost() throws SQLException {
    damage("DELETE FROM inventory.movement WHERE sku = 'MUG' AND kind = 'RELEASE'");

    assertRed("stock", "reservations");
  }

  @Test
  void seesGoodsThatARedeliveredEventIssuedAgain() throws SQLException {
    damage(
        "SELECT inventory.move('{TEA}', '{ISSUE}', '{2}', '{%s}', '{NULL}', '{}', now())"
            .formatted(shop.delivered));

    assertRed("reservations");
  }

  @Test
  void seesGoodsReleasedOfAnOrderThatStands() throws SQLException {
    damage("SELECT inventory.settle('{%s}', 'RELEASED', '{}', now())".formatted(shop.confirmed));

    assertRed("agreement");
  }

  @Test
  void seesTwoOrdersOfOneKey() throws SQLException {
    damage("DELETE FROM \"order\".order_key WHERE order_id = '%s'".formatted(shop.dispatched));

    assertRed("keys");
  }

  @Test
  void seesAnAnswerThatNeverWasCommitted() throws SQLException {
    damage(
        """
        INSERT INTO "order".order_key (customer_id, key, order_id, fingerprint)
        VALUES (gen_random_uuid(), 'key', gen_random_uuid(), 'fingerprint')
        """);

    assertRed("keys");
  }

  @Test
  void seesAHeadThatIsAheadOfItsEvents() throws SQLException {
    damage("UPDATE catalog.head SET version = version + 1 WHERE aggregate_id = 'TEA'");

    assertRed("events");
  }

  @Test
  void seesAnEventThatIsGone() throws SQLException {
    damage(
        "DELETE FROM delivery.event WHERE version = 2 AND type = 'delivery.dispatched.v1'"
            + " AND (data ->> 'orderId') = '%s'".formatted(shop.delivered));

    assertRed("events", "kafka", "histories", "heads");
  }

  @Test
  void seesAnEventThatWasChangedAfterwards() throws SQLException {
    damage(
        "UPDATE \"order\".event SET data = replace(data::text, 'Seoul', 'Busan')::json"
            + " WHERE aggregate_id = '%s' AND version = 1".formatted(shop.confirmed));

    assertRed("kafka");
  }

  @Test
  void seesAnEventThatNeverCameToKafka() throws SQLException {
    damage("DELETE FROM \"order\".outbox");
    placePending();
    damage("DELETE FROM \"order\".outbox");

    assertRed("kafka", "sales");
  }

  @Test
  void takesWhatIsOnItsWayForWhatItIs() throws SQLException {
    placePending();

    assertRed();
  }

  @Test
  void seesAnOrderThatWentWhereTheRulesDoNotLetIt() throws SQLException {
    placePending();
    damage(
        """
        INSERT INTO "order".event (aggregate_id, version, type, data, metadata)
        SELECT aggregate_id, 2, 'order.delivered.v1',
               json_build_object('orderId', aggregate_id, 'deliveredAt', '2026-11-21T10:00:00Z'), '{}'
          FROM "order".head WHERE aggregate_id = '%1$s';
        UPDATE "order".head
           SET version = 2, status = 'DELIVERED',
               state = replace(state::text, '"PENDING"', '"DELIVERED"')::json
         WHERE aggregate_id = '%1$s';
        INSERT INTO "order".outbox (aggregate_ids, versions) VALUES ('{%1$s}', '{2}')
        """
            .formatted(PENDING));

    assertRed("histories", "agreement", "parcels");
  }

  @Test
  void seesAnOrderWhoseHeadIsNotWhatItsEventsSay() throws SQLException {
    damage(
        "UPDATE \"order\".head SET state = replace(state::text, '\"quantity\":4', '\"quantity\":3')::json"
            + " WHERE aggregate_id = '%s'".formatted(shop.confirmed));

    assertRed("orders");
  }

  @Test
  void seesADeliveryWhoseHeadIsNotWhatItsEventsSay() throws SQLException {
    damage(
        """
        UPDATE delivery.head
           SET state = replace(state::text, '"quantity":4', '"quantity":3')::json
         WHERE status = 'SCHEDULED'
        """);

    assertRed("heads");
  }

  @Test
  void seesAProductWhoseHeadIsNotWhatItsEventsSay() throws SQLException {
    damage(
        "UPDATE catalog.head SET state = replace(state::text, '1000', '999')::json"
            + " WHERE aggregate_id = 'TEA'");

    assertRed("heads");
  }

  @Test
  void seesTwoParcelsForOneOrder() throws SQLException {
    damage(
        """
        UPDATE delivery.head
           SET state = replace(state::text, '%s', '%s')::json
         WHERE state ->> 'orderId' = '%1$s'
        """
            .formatted(shop.confirmed, shop.dispatched));

    assertRed("heads", "parcels");
  }

  @Test
  void seesASaleThatIsFoundByWhatItHasNot() throws SQLException {
    damage("INSERT INTO \"order\".sale_line VALUES ('STRANGER', '%s')".formatted(shop.confirmed));

    assertRed("sales");
  }

  @Test
  void seesASaleThatIsNotFoundByItsSku() throws SQLException {
    damage("DELETE FROM \"order\".sale_line WHERE order_id = '%s'".formatted(shop.rejected));

    assertRed("sales");
  }

  @Test
  void seesAProjectionThatAnOldEventTurnedBack() throws SQLException {
    damage(
        """
        UPDATE catalog.availability AS shown
           SET version = event.version, available = (event.data ->> 'available')::bigint
          FROM inventory.event
         WHERE event.aggregate_id = shown.sku AND event.version = 1
        """);

    assertRed("availability");
  }

  @Test
  void seesAnOfferAtAnotherPriceThanTheCatalogues() throws SQLException {
    damage(
        """
        UPDATE "order".offer
           SET terms = replace(terms::text, '"amount":900', '"amount":9')::json
         WHERE sku = 'TEA'
        """);

    assertRed("offers");
  }

  @Test
  void seesAnOfferThatWasWithdrawnHalf() throws SQLException {
    damage("UPDATE \"order\".offer SET version = 1 WHERE sku = 'TEA' AND channel = 'MARKET'");

    assertRed("offers");
  }

  @Test
  void seesAnEventThatWasGivenUp() throws SQLException {
    damage(
        """
        INSERT INTO delivery.dead_letter (consumer, topic, "partition", "offset", aggregate_id,
                                          headers, reason)
        VALUES ('schedule-delivery', 'tidegate.order.events', 0, 7, 'x', '{}', 'it makes no sense')
        """);

    assertRed("bounds");
  }

  private static final String PENDING = "01900000-0000-7000-8000-000000000001";

  /** One more order, as commit 1 leaves it. */
  private static void placePending() throws SQLException {
    damage(
        """
        INSERT INTO "order".order_key (customer_id, key, order_id, fingerprint)
        SELECT customer_id, 'pending', '%2$s', fingerprint
          FROM "order".order_key WHERE order_id = '%1$s';
        INSERT INTO "order".event (aggregate_id, version, type, data, metadata)
        SELECT '%2$s', 1, type, replace(data::text, '%1$s', '%2$s')::json, metadata
          FROM "order".event WHERE aggregate_id = '%1$s' AND version = 1;
        INSERT INTO "order".head (aggregate_id, version, status, state)
        SELECT '%2$s', 1, 'PENDING',
               (replace(head.state::text, '%1$s', '%2$s')::jsonb
                || jsonb_build_object('status', 'PENDING', 'updatedAt',
                                      event.data ->> 'placedAt'))::json
          FROM "order".head JOIN "order".event USING (aggregate_id)
         WHERE aggregate_id = '%1$s' AND event.version = 1;
        INSERT INTO "order".outbox (aggregate_ids, versions) VALUES ('{%2$s}', '{1}')
        """
            .formatted(shop.confirmed, PENDING));
  }

  private static void damage(String statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** These checkers find something, and no others. */
  private static void assertRed(String... names) throws SQLException {
    // What is unheard changes with the outboxes, and those with the damage.
    damage("DELETE FROM unheard");
    damage(SqlFile.of("unheard").statement());
    var verdicts = Checkers.check(new ShopUnderCheck(connection), Checkers.all());
    var red = verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    assertEquals(
        Set.of(names),
        red.stream().map(Verdict::checker).collect(Collectors.toSet()),
        red::toString);
    assertEquals(List.of(), red.stream().filter(verdict -> verdict.first().isEmpty()).toList());
  }
}
