package io.tidegate.delivery;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ConfirmDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryPage;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.GetDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.ListDeliveries;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.Decision.Refused;
import io.tidegate.delivery.domain.Decision.Unchanged;
import io.tidegate.delivery.domain.Delivery;
import io.tidegate.delivery.domain.DeliveryDecider;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.delivery.store.StoredDelivery;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What delivery answers. On a virtual thread: every line may wait. */
final class DeliveryService {

  private final Postgres postgres;
  private final IdempotentCommands commands;
  private final DeliveryStore store;
  private final DeliveryJournal journal;
  private final DispatchBatches dispatch;
  private final InstantSource clock;
  private final UuidV7 ids;

  DeliveryService(
      Postgres postgres,
      IdempotentCommands commands,
      DeliveryStore store,
      DeliveryJournal journal,
      DispatchBatches dispatch,
      InstantSource clock,
      UuidV7 ids) {
    this.postgres = postgres;
    this.commands = commands;
    this.store = store;
    this.journal = journal;
    this.dispatch = dispatch;
    this.clock = clock;
    this.ids = ids;
  }

  Future<Answer> answer(Inquiry<Request> inquiry) {
    var answer =
        switch ((DeliveryApi.Request) inquiry.request()) {
          case CancelDelivery cancel -> cancel(inquiry.with(cancel));
          case DispatchDeliveries wish -> dispatch(inquiry.with(wish));
          case ConfirmDelivery confirm -> confirm(inquiry.with(confirm));
          case GetDelivery get -> Answer.of(get(inquiry.caller(), get));
          case ListDeliveries list -> Answer.of(list(inquiry.caller(), list));
        };
    return Future.succeededFuture(answer);
  }

  private Answer cancel(Inquiry<CancelDelivery> inquiry) {
    if (!inquiry.caller().is(Role.ROLE_SERVICE)) {
      return Answer.of(new Forbidden("only services cancel a delivery"));
    }
    var reply = postgres.inTransaction(transaction -> cancel(transaction, inquiry)).await();
    CrashPoint.AFTER_CANCEL_COMMIT.reached();
    return Answer.of(reply);
  }

  private Future<Reply> cancel(SqlConnection transaction, Inquiry<CancelDelivery> inquiry) {
    var orderId = inquiry.request().orderId();
    var fresh = new DeliveryId(ids.next());
    // First of all the claim: it either makes the tombstone ours, or has waited for whoever was
    // about to schedule the order, so that there is something to lock.
    var claim = new TreeMap<>(Map.of(orderId, fresh));
    if (!store.claim(transaction, claim).await().isEmpty()) {
      var tombstone = StoredDelivery.first(fresh, DeliveryDecider.bury(fresh, orderId));
      append(transaction, tombstone, inquiry);
      return Future.succeededFuture(new DeliveryCancellation(orderId));
    }
    var found = store.lock(transaction, orderId).await().orElseThrow();
    return Future.succeededFuture(
        switch (DeliveryDecider.cancel(found.id(), found.delivery())) {
          case Changed change -> {
            append(transaction, found.append(change), inquiry);
            yield new DeliveryCancellation(orderId);
          }
          case Unchanged _ -> new DeliveryCancellation(orderId);
          case Refused(var reason) -> reason;
        });
  }

  private Answer dispatch(Inquiry<DispatchDeliveries> inquiry) {
    if (!isAdminOrService(inquiry.caller())) {
      return Answer.of(new Forbidden("only admins and services dispatch deliveries"));
    }
    var limit = inquiry.request().limit();
    if (limit != null && limit < 1) {
      return Answer.of(Invalid.at("/limit", "must be at least 1"));
    }
    return dispatch.dispatch(inquiry);
  }

  private Answer confirm(Inquiry<ConfirmDelivery> inquiry) {
    if (!isAdminOrService(inquiry.caller())) {
      return Answer.of(new Forbidden("only admins and services confirm a delivery"));
    }
    return commands
        .run(inquiry.caller(), inquiry.request(), transaction -> confirm(transaction, inquiry))
        .await();
  }

  private Future<Reply> confirm(SqlConnection transaction, Inquiry<ConfirmDelivery> inquiry) {
    var locked = store.lock(transaction, inquiry.request().deliveryId()).await();
    if (locked.isEmpty()) {
      return Future.succeededFuture(new NotFound("no such delivery"));
    }
    var found = locked.get();
    return Future.succeededFuture(
        switch (DeliveryDecider.confirm(found.id(), found.delivery(), clock.instant())) {
          case Changed change -> {
            append(transaction, found.append(change), inquiry);
            yield found.view(change);
          }
          case Unchanged _ -> found.view();
          case Refused(var reason) -> reason;
        });
  }

  private void append(SqlConnection transaction, Append append, Inquiry<?> inquiry) {
    journal.append(transaction, List.of(append), Origin.of(inquiry), clock.instant()).await();
  }

  private Reply get(Caller caller, GetDelivery get) {
    return store
        .find(get.orderId())
        .await()
        .filter(found -> maySee(caller, found.delivery()))
        .<Reply>map(StoredDelivery::view)
        .orElseGet(() -> new NotFound("no delivery of such an order"));
  }

  /** Whose order a tombstone stands for is not known, so only admins see it. */
  private static boolean maySee(Caller caller, Delivery delivery) {
    return caller.is(Role.ROLE_ADMIN)
        || (delivery.customerId() != null && caller.isMember(delivery.customerId()));
  }

  private Reply list(Caller caller, ListDeliveries list) {
    if (!caller.is(Role.ROLE_ADMIN)) {
      return new Forbidden("only admins list deliveries");
    }
    DeliveryId after = null;
    if (list.page().cursor() != null) {
      var cursor = DeliveryCursor.read(list.page().cursor());
      if (cursor.isEmpty()) {
        return Invalid.at("/cursor", "is not a cursor that this list gave");
      }
      after = cursor.get();
    }
    var limit = list.page().limit();
    // One more than asked for tells whether there is a next page.
    var found = store.list(list.status(), after, limit + 1).await();
    var items = found.stream().limit(limit).map(StoredDelivery::view).toList();
    return new DeliveryPage(
        items, found.size() > limit ? DeliveryCursor.of(items.getLast().deliveryId()) : null);
  }

  private static boolean isAdminOrService(Caller caller) {
    return caller.is(Role.ROLE_ADMIN) || caller.is(Role.ROLE_SERVICE);
  }
}
