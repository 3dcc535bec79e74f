package io.tidegate.delivery;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.SessionId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ConfirmDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryPage;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ListDeliveries;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderEvents.OrderConfirmed;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.kafka.ReceivedEvent;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.testkit.Await;
import io.tidegate.testkit.TestDatabase;
import io.tidegate.testkit.TestNode;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Delivery on a node with a database of its own, told by hand what order says. */
final class DeliveryShop implements AutoCloseable {

  static final Caller ADMIN =
      new Caller(UUID.randomUUID().toString(), Set.of(Role.ROLE_ADMIN), session());
  static final Caller SERVICE = Caller.service("order");
  static final MemberId CUSTOMER = new MemberId(UUID.randomUUID());
  static final LocalDate ESTIMATE = LocalDate.parse("2026-11-23");
  static final List<CartLine> LINES = List.of(new CartLine(Sku.of("TEA-GREEN-100"), 2));

  private final TestDatabase database = TestDatabase.of("delivery", "uuid");
  private final TestNode node;
  private final Postgres postgres;
  private final WhenOrderConfirmedThenScheduleDelivery reaction;
  private final Map<DeliveryStatus, Double> countedBefore = new EnumMap<>(DeliveryStatus.class);

  DeliveryShop() {
    this(plan -> plan);
  }

  DeliveryShop(UnaryOperator<TestNode.Plan> settings) {
    node = settings.apply(TestNode.on(database)).start();
    node.deploy(new DeliveryModule(node.platform()));
    postgres = node.platform().postgres("delivery");
    reaction =
        new WhenOrderConfirmedThenScheduleDelivery(
            new DeliveryStore(postgres),
            new DeliveryJournal(new EventStore("delivery", "uuid"), node.platform().meters()),
            node.clock(),
            node.platform().ids());
  }

  /** As it was when it opened: nothing stored, nothing counted. */
  void empty() {
    database.execute(
        """
        TRUNCATE delivery.head, delivery.event, delivery.outbox, delivery.idempotency,
                 delivery.delivery_of_order, delivery.dispatch_run
        """);
    for (var status : DeliveryStatus.values()) {
      countedBefore.put(status, counter(status));
    }
  }

  static Caller member(MemberId id) {
    return new Caller(id.toString(), Set.of(Role.ROLE_USER), session());
  }

  static RequestKey key(String key) {
    return new RequestKey(key, "fingerprint of " + key);
  }

  static RequestKey newKey() {
    return key(UUID.randomUUID().toString());
  }

  static OrderConfirmed confirmed(OrderId orderId) {
    return new OrderConfirmed(orderId, CUSTOMER, LINES, ESTIMATE);
  }

  TestDatabase database() {
    return database;
  }

  TestNode node() {
    return node;
  }

  OrderId newOrder() {
    return new OrderId(node.platform().ids().next());
  }

  /** Orders that order has just confirmed. */
  List<OrderId> confirmedOrders(int count) {
    var orders = IntStream.range(0, count).mapToObj(_ -> newOrder()).toList();
    Await.result(hear(orders.toArray(OrderId[]::new)));
    return orders;
  }

  OrderId confirmedOrder() {
    return confirmedOrders(1).getFirst();
  }

  /** Order's events come in, as one batch. */
  Future<Void> hear(OrderId... orders) {
    var events =
        Arrays.stream(orders)
            .map(order -> new ReceivedEvent(confirmed(order), 2, node.clock().instant(), null))
            .toList();
    return postgres.inTransaction(transaction -> reaction.apply(transaction, events));
  }

  Future<Answer> ask(DeliveryApi.Request request, Caller caller) {
    return node.ask(DeliveryApi.ROLE, request, caller);
  }

  Reply reply(DeliveryApi.Request request, Caller caller) {
    return Await.result(ask(request, caller)).reply();
  }

  Reply cancel(OrderId orderId) {
    return reply(new CancelDelivery(orderId), SERVICE);
  }

  Future<Answer> dispatch(Integer limit, RequestKey key) {
    return ask(new DispatchDeliveries(limit, key), SERVICE);
  }

  int dispatched(Integer limit) {
    return dispatched(limit, newKey());
  }

  int dispatched(Integer limit, RequestKey key) {
    return ((DispatchResult) Await.result(dispatch(limit, key)).reply()).dispatched();
  }

  Reply arrive(DeliveryView delivery) {
    return reply(new ConfirmDelivery(delivery.deliveryId(), newKey()), ADMIN);
  }

  DeliveryView view(OrderId orderId) {
    return (DeliveryView) reply(new GetDelivery(orderId), ADMIN);
  }

  DeliveryPage page(DeliveryStatus status, int limit, String cursor) {
    return (DeliveryPage) reply(new ListDeliveries(status, new PageRequest(limit, cursor)), ADMIN);
  }

  /** The types of an order's delivery events, oldest first. */
  String history(OrderId orderId) {
    return histories().getOrDefault(orderId, "");
  }

  /** The same of every order. */
  Map<OrderId, String> histories() {
    try (var connection = database.connect();
        var call = connection.createStatement();
        var rows =
            call.executeQuery(
                """
                SELECT order_id, string_agg(event.type, ' ' ORDER BY event.version) AS history
                  FROM delivery.event JOIN delivery.delivery_of_order ON delivery_id = aggregate_id
                 GROUP BY order_id
                """)) {
      var histories = new HashMap<OrderId, String>();
      while (rows.next()) {
        histories.put(OrderId.of(rows.getString("order_id")), rows.getString("history"));
      }
      return histories;
    } catch (SQLException cause) {
      throw new IllegalStateException(cause);
    }
  }

  long events(String type) {
    return database.number("SELECT count(*) FROM delivery.event WHERE type = '%s'".formatted(type));
  }

  /** How many deliveries the metric says came to a status. */
  double counted(DeliveryStatus status) {
    return counter(status) - countedBefore.getOrDefault(status, 0.0);
  }

  private double counter(DeliveryStatus status) {
    return node.platform()
        .meters()
        .get("tidegate.deliveries")
        .tag("status", status.name().toLowerCase(Locale.ROOT))
        .counter()
        .count();
  }

  @Override
  public void close() {
    Await.result(postgres.close());
    node.close();
    database.close();
  }

  private static SessionId session() {
    return new SessionId(UUID.randomUUID());
  }
}
