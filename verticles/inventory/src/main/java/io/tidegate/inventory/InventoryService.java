package io.tidegate.inventory;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ListMovements;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.inventory.store.MovementCursor;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.bus.Service;
import io.vertx.core.Future;

/**
 * Answers {@link InventoryApi}. The decision on stock is made in the statement that writes it, on
 * locked rows (ADR 0007); what is decided here is who may ask. Event loop.
 */
final class InventoryService implements Service {

  private final StockStore store;
  private final Reservations reservations;
  private final Receipts receipts;

  InventoryService(StockStore store, Reservations reservations, Receipts receipts) {
    this.store = store;
    this.reservations = reservations;
    this.receipts = receipts;
  }

  @Override
  public Future<Answer> answer(Inquiry<Request> inquiry) {
    return switch ((InventoryApi.Request) inquiry.request()) {
      case ReserveStock reserve -> reserve(inquiry.with(reserve));
      case ReceiveStock receive -> receive(inquiry.with(receive));
      case GetStock(var sku) -> store.level(sku).map(level -> found(level.orElse(null)));
      case ListMovements list -> movements(inquiry.with(list));
    };
  }

  private Future<Answer> reserve(Inquiry<ReserveStock> inquiry) {
    if (!inquiry.caller().is(Role.ROLE_SERVICE)) {
      return forbidden("only a domain reserves stock");
    }
    return reservations.reserve(inquiry).map(Answer::of);
  }

  private Future<Answer> receive(Inquiry<ReceiveStock> inquiry) {
    if (!isAdmin(inquiry.caller())) {
      return forbidden("goods receipt is for admins");
    }
    if (inquiry.request().quantity() < 1) {
      return Future.succeededFuture(
          Answer.of(Invalid.at("/quantity", "a receipt is of one piece at least")));
    }
    return receipts.receive(inquiry);
  }

  private Future<Answer> movements(Inquiry<ListMovements> inquiry) {
    if (!isAdmin(inquiry.caller())) {
      return forbidden("the ledger is for admins");
    }
    var list = inquiry.request();
    var cursor = MovementCursor.parse(list.page().cursor());
    return cursor.isEmpty()
        ? Future.succeededFuture(Answer.of(Invalid.at("/cursor", "this is no cursor of ours")))
        : store.movements(list.sku(), cursor.get(), list.page().limit()).map(Answer::of);
  }

  private static boolean isAdmin(Caller caller) {
    return caller.is(Role.ROLE_ADMIN);
  }

  private static Answer found(Reply reply) {
    return Answer.of(reply == null ? new NotFound("no stock of this SKU") : reply);
  }

  private static Future<Answer> forbidden(String why) {
    return Future.succeededFuture(Answer.of(new Forbidden(why)));
  }
}
