package io.tidegate.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.engine.fault.FaultProxy;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders whose database has done what it was not heard to say. */
final class OrdersFaultTest {

  private final Shop shop = new Shop();
  private final Caller member = Shop.member();
  private TestDatabase database;
  private FaultProxy proxy;
  private TestNode node;

  @BeforeEach
  void open() {
    database = TestDatabase.of("order", "uuid");
    var uri = URI.create(database.uri("order"));
    proxy = FaultProxy.before(uri.getPort());
    node =
        TestNode.on(database)
            .set(
                "order",
                "writeUri",
                uri.toString().replace(":" + uri.getPort(), ":" + proxy.port()))
            .start();
    shop.open(node);
    node.deploy(new OrderModule(node.platform()));
  }

  @AfterEach
  void close() {
    proxy.heal();
    node.close();
    proxy.close();
    database.close();
  }

  @Test
  void placesAnOrderOnceWhosePlacingWasNotAnswered() {
    // The key is in the statement that places the order, and in no other before it.
    proxy.swallowReplyTo("a-key-of-its-own");

    var order = placed("a-key-of-its-own");

    assertTrue(proxy.hasSwallowed());
    assertEquals(OrderStatus.CONFIRMED, order.status());
    assertOneOrder("OrderPlaced", "OrderConfirmed");
  }

  @Test
  void confirmsAnOrderOnceWhoseOutcomeWasNotAnswered() {
    proxy.swallowReplyTo("order.confirmed");

    var order = placed("key");

    assertTrue(proxy.hasSwallowed());
    assertEquals(OrderStatus.CONFIRMED, order.status());
    assertOneOrder("OrderPlaced", "OrderConfirmed");
  }

  @Test
  void answersTheSameOrderAfterItsConnectionsWereCut() {
    var before = placed("key");
    proxy.cut();

    var again = Await.result(node.ask(OrderApi.ROLE, Shop.wish(member, Shop.TEA, "key"), member));

    assertTrue(again.replayed());
    assertEquals(before, ((OrderPlacement) again.reply()).order());
    assertOneOrder("OrderPlaced", "OrderConfirmed");
  }

  private OrderApi.OrderView placed(String key) {
    var answer = Await.result(node.ask(OrderApi.ROLE, Shop.wish(member, Shop.TEA, key), member));
    return ((OrderPlacement) answer.reply()).order();
  }

  private void assertOneOrder(String... history) {
    assertEquals(1, database.number("SELECT count(*) FROM \"order\".order_key"));
    assertEquals(history.length, database.number("SELECT count(*) FROM \"order\".event"));
    assertEquals(history.length, database.number("SELECT max(version) FROM \"order\".event"));
  }
}
