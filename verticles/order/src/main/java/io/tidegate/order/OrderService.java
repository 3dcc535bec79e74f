package io.tidegate.order;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.PageRequest;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.FindPlacement;
import io.tidegate.contracts.order.OrderApi.GetOrder;
import io.tidegate.contracts.order.OrderApi.ListOrderEvents;
import io.tidegate.contracts.order.OrderApi.ListOrders;
import io.tidegate.contracts.order.OrderApi.ListSales;
import io.tidegate.contracts.order.OrderApi.OrderEventPage;
import io.tidegate.contracts.order.OrderApi.OrderEventView;
import io.tidegate.contracts.order.OrderApi.OrderPage;
import io.tidegate.contracts.order.OrderApi.PlaceOrder;
import io.tidegate.order.domain.Order;
import io.tidegate.order.store.OrderStore;
import io.tidegate.order.store.SaleStore;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.bus.Service;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.EventTypes;
import io.tidegate.platform.eventstore.StoredEvent;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Answers {@link OrderApi}; what it says of an order comes from order's own tables. Event loop. */
final class OrderService implements Service {

  private final PlaceOrders placing;
  private final CancelOrders cancelling;
  private final OrderStore orders;
  private final SaleStore sales;
  private final EventStore events;
  private final Postgres postgres;

  OrderService(
      PlaceOrders placing,
      CancelOrders cancelling,
      OrderStore orders,
      SaleStore sales,
      EventStore events,
      Postgres postgres) {
    this.placing = placing;
    this.cancelling = cancelling;
    this.orders = orders;
    this.sales = sales;
    this.events = events;
    this.postgres = postgres;
  }

  @Override
  public Future<Answer> answer(Inquiry<Request> inquiry) {
    return switch ((OrderApi.Request) inquiry.request()) {
      case PlaceOrder place -> placing.place(inquiry.with(place));
      case CancelOrder cancel -> cancelling.cancel(inquiry.with(cancel));
      case FindPlacement find -> placing.find(inquiry.with(find));
      case GetOrder(var id) -> get(inquiry, id);
      case ListOrders list -> list(inquiry.with(list));
      case ListOrderEvents list -> history(inquiry.with(list));
      case ListSales list -> sales(inquiry.with(list));
    };
  }

  private Future<Answer> get(Inquiry<Request> inquiry, OrderId id) {
    return visible(inquiry, id)
        .map(order -> order.isEmpty() ? notFound() : Answer.of(order.get().view()));
  }

  private Future<Optional<Order>> visible(Inquiry<?> inquiry, OrderId id) {
    return orders
        .find(id)
        .map(
            found ->
                found
                    .map(head -> head.state())
                    .filter(order -> OrderAccess.maySee(inquiry.caller(), order)));
  }

  private Future<Answer> list(Inquiry<ListOrders> inquiry) {
    if (inquiry.caller().sessionId() == null) {
      return forbidden("a member has orders");
    }
    return paged(
        inquiry.request().page(),
        (before, limit) -> orders.listOfCustomer(inquiry.caller().memberId(), before, limit));
  }

  /** A page of orders, newest first; a cursor is the id of the last one shown. */
  private static Future<Answer> paged(
      PageRequest page, BiFunction<OrderId, Integer, Future<List<Order>>> list) {
    OrderId before;
    try {
      before = page.cursor() == null ? null : OrderId.of(page.cursor());
    } catch (IllegalArgumentException _) {
      return Future.succeededFuture(Answer.of(Invalid.at("/cursor", "this is no cursor of ours")));
    }
    return list.apply(before, page.limit() + 1).map(found -> Answer.of(page(found, page.limit())));
  }

  private static OrderPage page(List<Order> found, int limit) {
    var views = found.stream().limit(limit).map(Order::view).toList();
    return new OrderPage(
        views, found.size() <= limit ? null : views.getLast().orderId().toString());
  }

  private Future<Answer> history(Inquiry<ListOrderEvents> inquiry) {
    var list = inquiry.request();
    return visible(inquiry, list.orderId())
        .compose(
            order ->
                order.isEmpty()
                    ? Future.succeededFuture(notFound())
                    : events
                        .history(
                            postgres,
                            list.orderId().toString(),
                            list.afterVersion(),
                            list.limit() + 1)
                        .map(found -> Answer.of(eventPage(found, list.limit()))));
  }

  private static OrderEventPage eventPage(List<StoredEvent> found, int limit) {
    var items =
        found.stream()
            .limit(limit)
            .map(
                event ->
                    new OrderEventView(
                        event.version(),
                        EventTypes.simpleName(event.type()),
                        event.data(),
                        event.at()))
            .toList();
    return new OrderEventPage(items, found.size() <= limit ? null : items.getLast().version());
  }

  private Future<Answer> sales(Inquiry<ListSales> inquiry) {
    if (!inquiry.caller().is(Role.ROLE_ADMIN)) {
      return forbidden("the sales history is for admins");
    }
    var wish = inquiry.request();
    return paged(wish.page(), (before, limit) -> sales.list(wish, before, limit));
  }

  private static Answer notFound() {
    return Answer.of(new NotFound("no such order"));
  }

  private static Future<Answer> forbidden(String why) {
    return Future.succeededFuture(Answer.of(new Forbidden(why)));
  }
}
