package io.tidegate.gateway.route;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.CommonRefusal.Violation;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.Address;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderPlacement;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.gateway.call.Answered;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.ProblemException;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.id.UuidV7;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Orders, from the cart to their history; the live stream is {@link OrderStreamRoutes}. */
public final class OrderRoutes {

  private final UuidV7 ids;

  public OrderRoutes(UuidV7 ids) {
    this.ids = ids;
  }

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("placeOrder", this::placeOrder)
        .on("listOrders", this::listOrders)
        .on("getOrder", this::getOrder)
        .on("cancelOrder", this::cancelOrder)
        .on("listOrderEvents", this::listOrderEvents)
        .on("listSales", this::listSales);
  }

  private Future<Void> placeOrder(Call call) {
    var cart = call.body();
    var command =
        new PlaceOrder(
            new OrderId(ids.next()),
            call.caller().memberId(),
            Channel.of(cart.getString("channel")),
            lines(cart.getJsonArray("lines")),
            cart.getString("paymentMethod"),
            address(cart.getJsonObject("deliveryAddress")),
            prefersAsync(call.header("Prefer")),
            call.key());
    return call.ask(OrderApi.ROLE, command, OrderPlacement.class)
        .compose(answer -> placed(call, answer));
  }

  /** The schema says all of a cart but this: each SKU once. */
  private static List<CartLine> lines(JsonArray cart) {
    var lines = new ArrayList<CartLine>();
    var seen = new HashSet<Sku>();
    var twice = new ArrayList<Violation>();
    for (var i = 0; i < cart.size(); i++) {
      var line = cart.getJsonObject(i);
      var sku = Sku.of(line.getString("sku"));
      if (!seen.add(sku)) {
        twice.add(new Violation("/lines/" + i + "/sku", sku + " is in the cart already"));
      }
      lines.add(new CartLine(sku, line.getInteger("quantity")));
    }
    if (!twice.isEmpty()) {
      throw new ProblemException(Problem.invalid(twice));
    }
    return lines;
  }

  private static Address address(JsonObject address) {
    return new Address(
        address.getString("recipient"),
        address.getString("line1"),
        address.getString("line2"),
        address.getString("city"),
        address.getString("postalCode"),
        address.getString("country"));
  }

  /** RFC 7240: a list of preferences, each with its parameters. */
  private static boolean prefersAsync(String prefer) {
    return prefer != null
        && Stream.of(prefer.split(","))
            .map(preference -> preference.split(";", 2)[0].strip())
            .anyMatch("respond-async"::equalsIgnoreCase);
  }

  private static Future<Void> placed(Call call, Answered<OrderPlacement> answer) {
    var order = answer.reply().order();
    call.replayed(answer.replayed());
    return switch (order.status()) {
      case REJECTED -> Future.failedFuture(new ProblemException(rejected(order)));
      case PENDING -> located(call, order).answer(202, order);
      case CONFIRMED, DISPATCHED, DELIVERED, CANCELLED -> located(call, order).answer(201, order);
    };
  }

  private static Call located(Call call, OrderView order) {
    return call.with("Location", "/api/orders/" + order.orderId());
  }

  private static Problem rejected(OrderView order) {
    var rejection = order.rejection();
    return Problem.of(Slug.of(rejection.slug()), rejection.detail())
        .with("orderId", order.orderId().toString())
        .with("sku", rejection.sku() == null ? null : rejection.sku().value());
  }

  private Future<Void> listOrders(Call call) {
    return call.ask(OrderApi.ROLE, new ListOrders(call.page()), OrderPage.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> getOrder(Call call) {
    var question = new GetOrder(call.path("orderId", OrderId::of));
    return call.ask(OrderApi.ROLE, question, OrderView.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> cancelOrder(Call call) {
    var command = new CancelOrder(call.path("orderId", OrderId::of), call.key());
    return call.ask(OrderApi.ROLE, command, OrderView.class)
        .compose(answer -> call.replayed(answer.replayed()).answer(200, answer.reply()));
  }

  private Future<Void> listOrderEvents(Call call) {
    var after = call.query("cursor", OrderRoutes::version);
    var question =
        new ListOrderEvents(
            call.path("orderId", OrderId::of), after == null ? 0 : after, call.limit());
    return call.ask(OrderApi.ROLE, question, OrderEventPage.class)
        .compose(answer -> call.answer(200, Views.events(answer.reply())));
  }

  /** The cursor of a history is the version that was seen last. */
  private static Integer version(String cursor) {
    var version = Integer.valueOf(cursor);
    if (version < 0) {
      throw new IllegalArgumentException("no version is below zero");
    }
    return version;
  }

  private Future<Void> listSales(Call call) {
    var question =
        new ListSales(
            call.query("status", OrderStatus::valueOf),
            call.query("sku", Sku::of),
            call.query("from", Instant::parse),
            call.query("to", Instant::parse),
            call.page());
    return call.ask(OrderApi.ROLE, question, OrderPage.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }
}
