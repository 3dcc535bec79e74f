package io.tidegate.gateway;

import static io.tidegate.gateway.Answers.header;
import static io.tidegate.gateway.Answers.json;
import static io.tidegate.gateway.Answers.pointers;
import static io.tidegate.gateway.Answers.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.inventory.InventoryApi.ListMovements;
import io.tidegate.contracts.inventory.InventoryApi.Movement;
import io.tidegate.contracts.inventory.InventoryApi.MovementKind;
import io.tidegate.contracts.inventory.InventoryApi.MovementPage;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.tidegate.contracts.order.OrderApi.OrderLine;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.contracts.order.OrderApi.Rejection;
import io.tidegate.platform.bus.Answer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders over HTTP, and what hangs on them. */
class OrdersTest {

  private static final String CART =
      """
      {"channel": "WEB", "lines": [{"sku": "TEA-1", "quantity": 2}, {"sku": "TEA-2", "quantity": 1}],
       "paymentMethod": "CARD",
       "deliveryAddress": {"recipient": "Kim", "line1": "1 Road", "city": "Seoul",
                           "postalCode": "04524", "country": "KR"}}
      """;

  private static final OrderId ORDER = new OrderId(UUID.randomUUID());
  private static final Instant AT = Instant.parse("2026-11-21T09:30:00.120Z");
  private static final Caller CALLER = ScriptedShop.caller(Role.ROLE_USER);

  private static ScriptedShop shop;
  private static String token;

  @BeforeAll
  static void open() {
    shop = ScriptedShop.open();
    token = shop.token(CALLER);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  private static OrderView order(OrderId orderId, OrderStatus status, Rejection rejection) {
    var price = new Money(11_610, "KRW");
    return new OrderView(
        orderId,
        status,
        Channel.of("WEB"),
        List.of(new OrderLine(Sku.of("TEA-1"), "보성 녹차", 2, price, price.times(2))),
        new Money(3_000, "KRW"),
        new Money(26_220, "KRW"),
        "CARD",
        LocalDate.parse("2026-11-23"),
        AT,
        AT,
        rejection);
  }

  private static void placed(OrderStatus status, Rejection rejection) {
    shop.on(
        PlaceOrder.class,
        command -> new OrderPlacement(order(command.orderId(), status, rejection)));
  }

  private static HttpResponse<String> place(String cart) {
    return shop.send(shop.post("/api/orders", token, cart));
  }

  @Test
  void placesAnOrder() {
    placed(OrderStatus.CONFIRMED, null);

    var answer =
        shop.send(shop.post("/api/orders", token, CART).setHeader("Idempotency-Key", "k-1"));

    var command = shop.asked(PlaceOrder.class).getLast();
    assertEquals(CALLER.memberId(), command.customerId());
    assertEquals(Channel.of("WEB"), command.channel());
    assertEquals(
        List.of(new CartLine(Sku.of("TEA-1"), 2), new CartLine(Sku.of("TEA-2"), 1)),
        command.lines());
    assertEquals(
        new Address("Kim", "1 Road", null, "Seoul", "04524", "KR"), command.deliveryAddress());
    assertEquals("CARD", command.paymentMethod());
    assertEquals("k-1", command.key().key());
    assertFalse(command.respondAsync());
    assertEquals(7, command.orderId().value().version());
    assertEquals(CALLER, shop.lastAsked(PlaceOrder.class).caller());

    assertEquals(201, answer.statusCode(), answer.body());
    assertEquals("/api/orders/" + command.orderId(), header(answer, "Location"));
    assertEquals("application/json", header(answer, "Content-Type"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertNull(header(answer, "Idempotency-Replayed"));
    assertNull(header(answer, "Server"));
    assertEquals(
        new JsonObject(
            """
            {"orderId": "%s", "status": "CONFIRMED", "channel": "WEB",
             "lines": [{"sku": "TEA-1", "name": "보성 녹차", "quantity": 2,
                        "unitPrice": {"amount": 11610, "currency": "KRW"},
                        "lineTotal": {"amount": 23220, "currency": "KRW"}}],
             "shippingFee": {"amount": 3000, "currency": "KRW"},
             "total": {"amount": 26220, "currency": "KRW"}, "paymentMethod": "CARD",
             "estimatedDelivery": "2026-11-23", "placedAt": "2026-11-21T09:30:00.120Z",
             "updatedAt": "2026-11-21T09:30:00.120Z", "rejection": null}
            """
                .formatted(command.orderId())),
        json(answer));
  }

  @Test
  void answers202WhereTheOutcomeIsNotKnownYet() {
    placed(OrderStatus.PENDING, null);

    var answer =
        shop.send(
            shop.post("/api/orders", token, CART).header("Prefer", "wait=5, Respond-Async; x"));

    assertEquals(202, answer.statusCode());
    var command = shop.asked(PlaceOrder.class).getLast();
    assertTrue(command.respondAsync());
    assertEquals("/api/orders/" + command.orderId(), header(answer, "Location"));
  }

  @Test
  void answersARejectedOrderAs409WithItsOrder() {
    placed(
        OrderStatus.REJECTED,
        new Rejection("insufficient-stock", "2 of TEA-1 asked for, 1 available", Sku.of("TEA-1")));

    var problem = problem(place(CART), 409, "insufficient-stock");

    assertEquals(
        shop.asked(PlaceOrder.class).getLast().orderId().toString(), problem.getString("orderId"));
    assertEquals("TEA-1", problem.getString("sku"));
    assertEquals("2 of TEA-1 asked for, 1 available", problem.getString("detail"));
    assertFalse(problem.containsKey("executed"));
  }

  @Test
  void answersAKnownKeyFromItsOrderAsItStands() {
    for (var status :
        List.of(OrderStatus.CONFIRMED, OrderStatus.DISPATCHED, OrderStatus.CANCELLED)) {
      shop.onInquiry(
          PlaceOrder.class, _ -> Answer.replayed(new OrderPlacement(order(ORDER, status, null))));
      var answer = place(CART);
      assertEquals(201, answer.statusCode());
      assertEquals("true", header(answer, "Idempotency-Replayed"));
      assertEquals("/api/orders/" + ORDER, header(answer, "Location"));
    }
  }

  @Test
  void saysThatARejectionIsARepetition() {
    shop.onInquiry(
        PlaceOrder.class,
        _ ->
            Answer.replayed(
                new OrderPlacement(
                    order(
                        ORDER,
                        OrderStatus.REJECTED,
                        new Rejection("insufficient-stock", "none left", null)))));
    var answer = place(CART);
    assertFalse(problem(answer, 409, "insufficient-stock").containsKey("sku"));
    assertEquals("true", header(answer, "Idempotency-Replayed"));
  }

  @Test
  void passesARefusalOn() {
    shop.on(PlaceOrder.class, _ -> new CommonRefusal.KeyReused());
    problem(place(CART), 422, "idempotency-key-reused");
    shop.on(
        PlaceOrder.class, _ -> CommonRefusal.Invalid.at("/lines/0/sku", "TEA-1 is not sold here"));
    assertEquals(List.of("/lines/0/sku"), pointers(problem(place(CART), 400, "validation-failed")));
  }

  private static String fingerprint(String cart) {
    assertEquals(201, place(cart).statusCode());
    return shop.asked(PlaceOrder.class).getLast().key().fingerprint();
  }

  @Test
  void takesTheSameCartWrittenOtherwiseForTheSame() {
    placed(OrderStatus.CONFIRMED, null);
    var cart = new JsonObject(CART);
    var otherwise = new JsonObject();
    cart.fieldNames().stream()
        .sorted(java.util.Comparator.reverseOrder())
        .forEach(name -> otherwise.put(name, cart.getValue(name)));
    var written = otherwise.encodePrettily();
    assertNotEquals(CART, written);

    assertEquals(fingerprint(CART), fingerprint(written));
  }

  @Test
  void tellsCartsApart() {
    placed(OrderStatus.CONFIRMED, null);
    var first = fingerprint(CART);
    assertNotEquals(first, fingerprint(CART.replace("\"quantity\": 2", "\"quantity\": 3")));
    assertNotEquals(first, fingerprint(CART.replace("Kim", "Lee")));
  }

  @Test
  void tellsCancelsOfTwoOrdersApart() {
    shop.on(CancelOrder.class, asked -> order(asked.orderId(), OrderStatus.CANCELLED, null));
    var other = new OrderId(UUID.randomUUID());
    for (var orderId : List.of(ORDER, other)) {
      assertEquals(
          200, shop.send(shop.post("/api/orders/" + orderId + "/cancel", token, "")).statusCode());
    }
    var commands = shop.asked(CancelOrder.class).reversed();
    assertEquals(other, commands.get(0).orderId());
    assertNotEquals(commands.get(0).key().fingerprint(), commands.get(1).key().fingerprint());
  }

  @Test
  void refusesToCancelWhatHasLeft() {
    shop.on(
        CancelOrder.class, asked -> new NotCancellable(asked.orderId(), OrderStatus.DISPATCHED));
    var answer = shop.send(shop.post("/api/orders/" + ORDER + "/cancel", token, ""));
    var problem = problem(answer, 409, "order-not-cancellable");
    assertEquals(ORDER.toString(), problem.getString("orderId"));
  }

  @Test
  void showsNobodyElsesOrder() {
    shop.on(GetOrder.class, _ -> new CommonRefusal.NotFound("there is no such order"));
    problem(shop.send(shop.request("/api/orders/" + ORDER, token).GET()), 404, "not-found");
  }

  @Test
  void showsAnOrder() {
    shop.on(GetOrder.class, asked -> order(asked.orderId(), OrderStatus.CONFIRMED, null));
    var answer = shop.send(shop.request("/api/orders/" + ORDER, token).GET());
    assertEquals(200, answer.statusCode());
    assertEquals(ORDER.toString(), json(answer).getString("orderId"));
  }

  @Test
  void listsOrdersInPages() {
    shop.on(ListOrders.class, _ -> new OrderPage(List.of(), "next-one"));

    var answer = shop.send(shop.request("/api/orders?limit=3&cursor=a%2Bb", token).GET());

    assertEquals(new PageRequest(3, "a+b"), shop.asked(ListOrders.class).getLast().page());
    assertEquals(new JsonObject("{\"items\":[],\"next\":\"next-one\"}"), json(answer));
    shop.send(shop.request("/api/orders", token).GET());
    assertEquals(new PageRequest(50, null), shop.asked(ListOrders.class).getLast().page());
  }

  @Test
  void showsTheHistoryAsJson() {
    var event = new OrderEventView(2, "OrderConfirmed", "{\"lines\": [1]}", AT);
    shop.on(ListOrderEvents.class, _ -> new OrderEventPage(List.of(event), 2));

    var path = "/api/orders/" + ORDER + "/events?cursor=1&limit=1";
    var answer = shop.send(shop.request(path, token).GET());

    assertEquals(new ListOrderEvents(ORDER, 1, 1), shop.asked(ListOrderEvents.class).getLast());
    assertEquals(
        new JsonObject(
            """
            {"items": [{"version": 2, "type": "OrderConfirmed", "data": {"lines": [1]},
                        "at": "2026-11-21T09:30:00.120Z"}],
             "next": "2"}
            """),
        json(answer));
  }

  @Test
  void filtersSales() {
    shop.on(ListSales.class, _ -> new OrderPage(List.of(), null));
    var admin = shop.token(Role.ROLE_ADMIN);
    var filter = "?status=CONFIRMED&sku=TEA-1&from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00.5Z";

    assertEquals(
        200, shop.send(shop.request("/api/admin/orders" + filter, admin).GET()).statusCode());

    assertEquals(
        new ListSales(
            OrderStatus.CONFIRMED,
            Sku.of("TEA-1"),
            Instant.parse("2026-11-21T00:00:00Z"),
            Instant.parse("2026-11-22T00:00:00.5Z"),
            new PageRequest(50, null)),
        shop.asked(ListSales.class).getLast());
  }

  @Test
  void leavesOutWhatADeliveryDoesNotHaveYet() {
    var delivery = new DeliveryId(UUID.randomUUID());
    shop.on(
        GetDelivery.class,
        asked ->
            new DeliveryView(
                delivery,
                asked.orderId(),
                DeliveryStatus.SCHEDULED,
                LocalDate.parse("2026-11-23"),
                null,
                null,
                List.of(new CartLine(Sku.of("TEA-1"), 2))));

    var answer = shop.send(shop.request("/api/orders/" + ORDER + "/delivery", token).GET());

    assertEquals(
        new JsonObject(
            """
            {"deliveryId": "%s", "orderId": "%s", "status": "SCHEDULED",
             "estimatedDelivery": "2026-11-23", "lines": [{"sku": "TEA-1", "quantity": 2}]}
            """
                .formatted(delivery, ORDER)),
        json(answer));
  }

  @Test
  void dispatchesWithOrWithoutALimit() {
    shop.on(DispatchDeliveries.class, _ -> new DispatchResult(7));
    var admin = shop.token(Role.ROLE_ADMIN);
    var path = "/api/admin/deliveries/dispatch";

    var answer = shop.send(shop.post(path, admin, "{\"limit\": 500}"));
    assertEquals(new JsonObject("{\"dispatched\": 7}"), json(answer));
    assertEquals(500, shop.asked(DispatchDeliveries.class).getLast().limit());

    var bare = shop.request(path, admin).header("Idempotency-Key", "k");
    assertEquals(200, shop.send(bare.POST(BodyPublishers.noBody())).statusCode());
    assertNull(shop.asked(DispatchDeliveries.class).getLast().limit());
  }

  @Test
  void leavesOutWhatAMovementDoesNotHave() {
    shop.on(
        ListMovements.class,
        asked ->
            new MovementPage(
                List.of(
                    new Movement(
                        "m-1", asked.sku(), 1, 1, MovementKind.RECEIPT, 5, null, "note", AT)),
                null));
    var path = "/api/admin/stock/TEA-1/movements";
    var answer = shop.send(shop.request(path, shop.token(Role.ROLE_ADMIN)).GET());
    assertEquals(
        new JsonObject(
            """
            {"items": [{"movementId": "m-1", "sku": "TEA-1", "version": 1, "position": 1,
                        "kind": "RECEIPT", "quantity": 5, "reference": "note",
                        "at": "2026-11-21T09:30:00.120Z"}],
             "next": null}
            """),
        json(answer));
  }
}
