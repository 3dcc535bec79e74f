package io.tidegate.gateway.route;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.OrderId;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.ConfirmDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryPage;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryStatus;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryView;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ListDeliveries;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.vertx.core.Future;

/** Whether the parcel has left. Event loop. */
public final class DeliveryRoutes {

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("getOrderDelivery", this::getOrderDelivery)
        .on("listDeliveries", this::listDeliveries)
        .on("dispatchDeliveries", this::dispatchDeliveries)
        .on("confirmDelivery", this::confirmDelivery);
  }

  private Future<Void> getOrderDelivery(Call call) {
    var question = new GetDelivery(call.path("orderId", OrderId::of));
    return call.ask(DeliveryApi.ROLE, question, DeliveryView.class)
        .compose(answer -> call.answer(200, Views.delivery(answer.reply())));
  }

  private Future<Void> listDeliveries(Call call) {
    var question = new ListDeliveries(call.query("status", DeliveryStatus::valueOf), call.page());
    return call.ask(DeliveryApi.ROLE, question, DeliveryPage.class)
        .compose(answer -> call.answer(200, Views.deliveries(answer.reply())));
  }

  private Future<Void> dispatchDeliveries(Call call) {
    var command = new DispatchDeliveries(call.body().getInteger("limit"), call.key());
    return call.ask(DeliveryApi.ROLE, command, DispatchResult.class)
        .compose(answer -> call.replayed(answer.replayed()).answer(200, answer.reply()));
  }

  private Future<Void> confirmDelivery(Call call) {
    var command = new ConfirmDelivery(call.path("deliveryId", DeliveryId::of), call.key());
    return call.ask(DeliveryApi.ROLE, command, DeliveryView.class)
        .compose(
            answer -> call.replayed(answer.replayed()).answer(200, Views.delivery(answer.reply())));
  }
}
