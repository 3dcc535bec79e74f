package io.tidegate.gateway.route;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ListMovements;
import io.tidegate.contracts.inventory.InventoryApi.MovementPage;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.gateway.call.Call;
import io.tidegate.gateway.call.Operations;
import io.vertx.core.Future;

/** How much there is of a SKU, and how that came about. Event loop. */
public final class InventoryRoutes {

  /** Adds them. */
  public void mount(Operations operations) {
    operations
        .on("receiveStock", this::receiveStock)
        .on("getStock", this::getStock)
        .on("listMovements", this::listMovements);
  }

  private Future<Void> receiveStock(Call call) {
    var body = call.body();
    var command =
        new ReceiveStock(
            Sku.of(body.getString("sku")),
            body.getInteger("quantity"),
            body.getString("reference"),
            call.key());
    return call.ask(InventoryApi.ROLE, command, StockLevel.class)
        .compose(answer -> call.replayed(answer.replayed()).answer(201, answer.reply()));
  }

  private Future<Void> getStock(Call call) {
    return call.ask(InventoryApi.ROLE, new GetStock(call.path("sku", Sku::of)), StockLevel.class)
        .compose(answer -> call.answer(200, answer.reply()));
  }

  private Future<Void> listMovements(Call call) {
    var question = new ListMovements(call.path("sku", Sku::of), call.page());
    return call.ask(InventoryApi.ROLE, question, MovementPage.class)
        .compose(answer -> call.answer(200, Views.movements(answer.reply())));
  }
}
