package io.tidegate.gateway.route;

import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.contracts.order.OrderApi.OrderView;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.vertx.core.Future;
import java.time.Instant;

/** Orders, from the cart to their history; the live stream is {@link OrderStreamRoutes}. */
public final class OrderRoutes {

  private final PlaceOrders orders;

  public OrderRoutes(PlaceOrders orders) {
    this.orders = orders;
  }

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("placeOrder", call -> orders.place(call, Cart.of(call.body())))
        .on("listOrders", this::listOrders)
        .on("getOrder", this::getOrder)
        .on("cancelOrder", this::cancelOrder)
        .on("listOrderEvents", this::listOrderEvents)
        .on("listSales", this::listSales);
  }

  private Future<Void> listOrders(Call call) {
    return call.ask(OrderApi.ROLE, new ListOrders(call.page()), OrderPage.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> getOrder(Call call) {
    var question = new GetOrder(call.path("orderId", OrderId::of));
    return call.ask(OrderApi.ROLE, question, OrderView.class)
        .compose(answer -> call.answer(200, OrderJson.of(answer.reply())));
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
