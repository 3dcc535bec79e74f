package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.AlreadyDispatched;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.order.OrderApi.CancelOrder;
import io.tidegate.contracts.order.OrderApi.NotCancellable;
import io.tidegate.contracts.order.OrderApi.OrderStatus;
import io.tidegate.order.domain.Decision;
import io.tidegate.order.domain.Order;
import io.tidegate.order.domain.OrderDecider;
import io.tidegate.order.store.OrderStore;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Cancels orders. Delivery owns whether the parcel has left, so it is asked first; what it commits
 * ends the order by event in any case, and is told to the order at once here to shorten the wait.
 * Any event loop.
 */
final class CancelOrders {

  private final OrderStore store;
  private final EventStore events;
  private final IdempotentCommands commands;
  private final Bus bus;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  CancelOrders(
      OrderStore store,
      EventStore events,
      IdempotentCommands commands,
      Bus bus,
      OrderMetrics metrics,
      InstantSource clock) {
    this.store = store;
    this.events = events;
    this.commands = commands;
    this.bus = bus;
    this.metrics = metrics;
    this.clock = clock;
  }

  Future<Answer> cancel(Inquiry<CancelOrder> inquiry) {
    var id = inquiry.request().orderId();
    return store
        .find(id)
        .map(found -> found.filter(head -> OrderAccess.maySee(inquiry.caller(), head.state())))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Answer.of(new NotFound("no such order")))
                    : cancel(inquiry, found.get().state()));
  }

  private Future<Answer> cancel(Inquiry<CancelOrder> inquiry, Order order) {
    return commands
        .step(inquiry.caller(), inquiry.request(), _ -> Future.succeededFuture(Optional.empty()))
        .compose(
            known ->
                known
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            keepParcel(inquiry, order)
                                .compose(
                                    kept -> end(inquiry, kept).recover(CancelOrders::inDoubt))));
  }

  /** What delivery has done stands, so that no failure after it says that nothing was done. */
  private static Future<Answer> inDoubt(Throwable cause) {
    return Future.failedFuture(
        cause instanceof FaultException fault && !fault.fault().maybeExecuted()
            ? new FaultException(Fault.DEPENDENCY, "half cancelled: " + fault.getMessage(), fault)
            : cause);
  }

  /** Whether the parcel will not leave; of an order that has ended already nobody needs to ask. */
  private Future<Boolean> keepParcel(Inquiry<CancelOrder> inquiry, Order order) {
    return switch (OrderDecider.cancel(order)) {
      case Decision.Accepted(var wanted) when !wanted.isEmpty() ->
          bus.ask(
                  DeliveryApi.ROLE,
                  new CancelDelivery(order.orderId()),
                  Caller.service("order"),
                  inquiry.deadline(),
                  inquiry.traceparent())
              .map(
                  answer ->
                      switch ((DeliveryApi.Reply) answer.reply()) {
                        case DeliveryCancellation _ -> true;
                        case AlreadyDispatched _ -> false;
                        case DeliveryApi.Reply other ->
                            throw new IllegalStateException(
                                "no answer to a cancellation: " + other);
                      });
      case Decision.Accepted _, Decision.Refused _ -> Future.succeededFuture(true);
    };
  }

  private Future<Answer> end(Inquiry<CancelOrder> inquiry, boolean parcelKept) {
    return commands
        .run(
            inquiry.caller(),
            inquiry.request(),
            transaction ->
                events
                    .lock(transaction, List.of(inquiry.request().orderId().toString()), Order.class)
                    .compose(
                        heads ->
                            end(
                                transaction,
                                heads.get(inquiry.request().orderId().toString()),
                                parcelKept,
                                Origin.of(inquiry))))
        .onSuccess(_ -> events.committed());
  }

  private Future<Reply> end(
      SqlConnection transaction, Head<Order> head, boolean parcelKept, Origin origin) {
    if (!parcelKept) {
      return Future.succeededFuture(dispatched(head.state()));
    }
    return switch (OrderDecider.cancel(head.state())) {
      case Decision.Refused(var refusal) -> Future.succeededFuture(refusal);
      case Decision.Accepted(var wanted) when wanted.isEmpty() ->
          Future.succeededFuture(head.state().view());
      case Decision.Accepted(var wanted) -> {
        var at = clock.instant();
        var after = head.state().evolve(wanted.getFirst(), at);
        yield events
            .append(
                transaction,
                List.of(OrderStore.append(after, head.version(), wanted.getFirst())),
                origin,
                at)
            .onSuccess(_ -> metrics.count(wanted.getFirst()))
            .map(after.view());
      }
    };
  }

  /** Order has not heard of the dispatch yet; delivery's word counts. */
  private static Reply dispatched(Order order) {
    return new NotCancellable(
        order.orderId(),
        order.status() == OrderStatus.DELIVERED ? OrderStatus.DELIVERED : OrderStatus.DISPATCHED);
  }
}
