package io.tidegate.cluster.check;

import io.tidegate.catalog.CatalogModule;
import io.tidegate.cluster.PostgresLogin;
import io.tidegate.cluster.Topic;
import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogApi.ChangeProduct;
import io.tidegate.contracts.catalog.CatalogApi.Offer;
import io.tidegate.contracts.catalog.CatalogApi.Product;
import io.tidegate.contracts.catalog.CatalogApi.ProductView;
import io.tidegate.contracts.catalog.CatalogApi.RegisterProduct;
import io.tidegate.contracts.catalog.CatalogApi.Shipping;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.ConfirmDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.delivery.DeliveryModule;
import io.tidegate.inventory.InventoryModule;
import io.tidegate.order.OrderModule;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A small shop on real engines, its domains as they are, in which everything has happened to an
 * order that can happen to one, and all of it has come everywhere.
 */
final class SmallShop implements AutoCloseable {

  static final Sku TEA = Sku.of("TEA");
  static final Sku MUG = Sku.of("MUG");

  static final Caller CUSTOMER = caller(Role.ROLE_USER);
  private static final Caller ADMIN = caller(Role.ROLE_USER, Role.ROLE_ADMIN);

  final TestDatabase database =
      TestDatabase.create()
          .with("catalog", "text")
          .with("inventory", "text")
          .with("order", "uuid")
          .with("delivery", "uuid");
  final TestNode node = open(database);

  final OrderId delivered;
  final OrderId dispatched;
  final OrderId cancelled;
  final OrderId rejected;
  final OrderId confirmed;

  SmallShop() {
    stock(TEA, 20);
    stock(MUG, 5);
    delivered = placed("delivered", TEA, 2);
    dispatched = placed("dispatched", TEA, 1);
    awaitParcels(2);
    dispatch("dispatch", 2);
    var parcel = node.ask(DeliveryApi.ROLE, new GetDelivery(delivered), ADMIN, DeliveryView.class);
    node.ask(
        DeliveryApi.ROLE,
        new ConfirmDelivery(parcel.deliveryId(), key("confirm")),
        ADMIN,
        DeliveryView.class);
    cancelled = placed("cancelled", MUG, 3);
    cancel(CUSTOMER, cancelled);
    rejected = placed("rejected", MUG, 100);
    confirmed = placed("confirmed", TEA, 4);
    awaitParcels(4);
    awaitPeace();
  }

  /** A node that opens the shop of this database, on topics of its own. */
  static TestNode open(TestDatabase database) {
    var node = TestNode.on(database).withKafka().start();
    open(node);
    return node;
  }

  /** Has a node open the shop of its database. */
  static void open(TestNode node) {
    node.topics(Topic.names());
    node.deploy(new CatalogModule(node.platform()));
    node.deploy(new InventoryModule(node.platform()));
    node.deploy(new OrderModule(node.platform()));
    node.deploy(new DeliveryModule(node.platform()));
  }

  KafkaConfig kafka() {
    return node.platform().kafka();
  }

  void receive(Sku sku, int pieces) {
    node.ask(
        InventoryApi.ROLE,
        new ReceiveStock(sku, pieces, "PO-1", key("receive " + UUID.randomUUID())),
        ADMIN,
        StockLevel.class);
  }

  /** Somebody orders. */
  OrderView place(Caller customer, String key, Sku sku, int quantity) {
    var wish =
        new PlaceOrder(
            new OrderId(node.platform().ids().next()),
            customer.memberId(),
            Channel.of("WEB"),
            List.of(new CartLine(sku, quantity)),
            "CARD",
            new Address("Kim", "1 Road", null, "Seoul", "04524", "KR"),
            false,
            key(key));
    return node.ask(OrderApi.ROLE, wish, customer, OrderPlacement.class).order();
  }

  /** And tries to cancel it; it may have left. */
  void cancel(Caller customer, OrderId order) {
    node.ask(OrderApi.ROLE, new CancelOrder(order, key("cancel " + order)), customer, Reply.class);
  }

  void dispatch(String key, int parcels) {
    node.ask(
        DeliveryApi.ROLE, new DispatchDeliveries(parcels, key(key)), ADMIN, DispatchResult.class);
  }

  /** Every event has come to everybody who reacts to it. */
  void awaitPeace() {
    awaitPeace(database);
  }

  static void awaitPeace(TestDatabase database) {
    Await.until("the shop has come to rest", () -> database.number(UNREST) == 0);
  }

  /** Every event has been read, from the topics, by everybody who follows them. */
  static void awaitHeard(TestDatabase database, KafkaConfig kafka) {
    Await.until("everybody has read everything", () -> unheard(database, kafka) == 0);
  }

  private static long unheard(TestDatabase database, KafkaConfig kafka) {
    try (var look = ShopUnderCheck.open(login(database), kafka)) {
      return look.number("SELECT count(*) FROM unheard");
    } catch (SQLException cause) {
      throw new IllegalStateException(cause);
    }
  }

  /** What the checkers find now. */
  static List<Verdict> broken(TestDatabase database, KafkaConfig kafka) {
    try (var look = ShopUnderCheck.open(login(database), kafka)) {
      return Checkers.check(look, Checkers.all()).stream()
          .filter(verdict -> !verdict.passed())
          .toList();
    }
  }

  /** The superuser of a database. */
  static PostgresLogin login(TestDatabase database) {
    var whole = database.database();
    return new PostgresLogin(whole.jdbcUrl(), whole.user(), whole.password());
  }

  @Override
  public void close() {
    node.close();
    database.close();
  }

  private static final String UNREST =
      """
      SELECT (SELECT count(*) FROM catalog.outbox) + (SELECT count(*) FROM inventory.outbox)
             + (SELECT count(*) FROM "order".outbox) + (SELECT count(*) FROM delivery.outbox)
             + (SELECT count(*) FROM "order".head LEFT JOIN "order".sale_line
                    ON order_id = aggregate_id WHERE order_id IS NULL)
             + (SELECT count(*) FROM inventory.stock LEFT JOIN catalog.availability
                 USING (sku, version) WHERE availability.sku IS NULL)
             + (SELECT count(*) FROM catalog.head LEFT JOIN "order".offer
                    ON sku = aggregate_id AND offer.version = head.version WHERE sku IS NULL)
             + (SELECT count(*) FROM "order".head JOIN inventory.order_stock
                    ON order_id = aggregate_id
                 WHERE (status, order_stock.state) NOT IN (('CONFIRMED', 'RESERVED'), ('REJECTED', 'REFUSED'),
                   ('CANCELLED', 'RELEASED'), ('DISPATCHED', 'ISSUED'), ('DELIVERED', 'ISSUED')))
             + (SELECT count(*) FROM "order".head JOIN delivery.delivery_of_order
                    ON order_id = head.aggregate_id
                  JOIN delivery.head AS parcel ON parcel.aggregate_id = delivery_id
                 WHERE head.status <> parcel.status
                   AND (head.status, parcel.status) <> ('CONFIRMED', 'SCHEDULED'))
      """;

  private void stock(Sku sku, int pieces) {
    var price = new Money(1_000, "KRW");
    var shipping = new Shipping("COURIER", new Money(2_500, "KRW"), 2);
    var offer = new Offer(Channel.of("WEB"), price, 10, null, List.of("CARD"), shipping);
    var product = new Product(sku, sku.value(), "piece", Map.of("made", "here"), List.of(offer));
    node.ask(
        CatalogApi.ROLE,
        new RegisterProduct(product, key("register " + sku)),
        ADMIN,
        ProductView.class);
    var market = new Offer(Channel.of("MARKET"), price, 0, null, List.of("CARD"), shipping);
    var changed = new Product(sku, sku.value(), "piece", Map.of(), List.of(offer, market));
    node.ask(CatalogApi.ROLE, new ChangeProduct(changed, 1), ADMIN, ProductView.class);
    receive(sku, pieces);
  }

  private OrderId placed(String key, Sku sku, int quantity) {
    return place(CUSTOMER, key, sku, quantity).orderId();
  }

  private void awaitParcels(int count) {
    Await.until(
        "the parcels are scheduled",
        () -> database.number("SELECT count(*) FROM delivery.head") == count);
  }

  private static RequestKey key(String name) {
    return new RequestKey(name, "fingerprint of " + name);
  }

  static Caller caller(Role... roles) {
    return new Caller(
        new MemberId(UUID.randomUUID()).toString(),
        Set.of(roles),
        new SessionId(UUID.randomUUID()));
  }
}
