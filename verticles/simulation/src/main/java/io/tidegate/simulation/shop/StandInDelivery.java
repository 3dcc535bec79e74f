package io.tidegate.simulation.shop;

import io.tidegate.contracts.DeliveryId;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryApi.CancelDelivery;
import io.tidegate.contracts.delivery.DeliveryApi.DeliveryCancellation;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.delivery.DeliveryModule;
import io.tidegate.delivery.DeliveryVerticle;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.Decision.Refused;
import io.tidegate.delivery.domain.Decision.Unchanged;
import io.tidegate.delivery.domain.DeliveryDecider;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.delivery.store.StoredDelivery;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Delivery as it is in the background; its commands here compose what there waits on virtual
 * threads, whose turns no seed can decide. Store, journal and decisions are delivery's own.
 */
final class StandInDelivery implements DomainModule {

  private final DomainModule real;
  private final Platform platform;
  private final Postgres postgres;
  private final DeliveryStore store;
  private final DeliveryJournal journal;
  private final IdempotentCommands commands;

  StandInDelivery(Platform platform) {
    this.real = new DeliveryModule(platform);
    this.platform = platform;
    this.postgres = platform.postgres(DeliveryApi.ROLE);
    this.store = new DeliveryStore(postgres);
    this.journal = new DeliveryJournal(new EventStore(DeliveryApi.ROLE, "uuid"), platform.meters());
    this.commands = new IdempotentCommands(postgres, DeliveryApi.ROLE);
  }

  @Override
  public String role() {
    return real.role();
  }

  @Override
  public Class<? extends Request> requests() {
    return real.requests();
  }

  @Override
  public int inFlightMax() {
    return real.inFlightMax();
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public ThreadingModel threading() {
    return ThreadingModel.EVENT_LOOP;
  }

  @Override
  public Deployable slot(Inbox inbox) {
    return new DeliveryVerticle(inbox, this::answer);
  }

  @Override
  public Deployable background() {
    return real.background();
  }

  @Override
  public Postgres postgres() {
    return real.postgres();
  }

  @Override
  public Future<Void> check() {
    return real.check();
  }

  @Override
  public Future<Void> close() {
    return real.close().eventually(postgres::close);
  }

  private Future<Answer> answer(Inquiry<Request> inquiry) {
    return switch (inquiry.request()) {
      case CancelDelivery cancel ->
          postgres
              .inTransaction(transaction -> cancel(transaction, inquiry.with(cancel)))
              .map(Answer::of);
      case DispatchDeliveries wish ->
          commands.run(
              inquiry.caller(), wish, transaction -> dispatch(transaction, inquiry.with(wish)));
      default -> throw new UnsupportedOperationException(inquiry.request().toString());
    };
  }

  private Future<Reply> cancel(SqlConnection transaction, Inquiry<CancelDelivery> inquiry) {
    var orderId = inquiry.request().orderId();
    var fresh = new DeliveryId(platform.ids().next());
    return store
        .claim(transaction, new TreeMap<>(Map.of(orderId, fresh)))
        .compose(
            claimed -> {
              if (!claimed.isEmpty()) {
                var tombstone = StoredDelivery.first(fresh, DeliveryDecider.bury(fresh, orderId));
                return append(transaction, List.of(tombstone), inquiry)
                    .map(new DeliveryCancellation(orderId));
              }
              return store
                  .lock(transaction, orderId)
                  .compose(found -> cancel(transaction, found.orElseThrow(), inquiry));
            });
  }

  private Future<Reply> cancel(
      SqlConnection transaction, StoredDelivery found, Inquiry<CancelDelivery> inquiry) {
    var done = new DeliveryCancellation(inquiry.request().orderId());
    return switch (DeliveryDecider.cancel(found.id(), found.delivery())) {
      case Changed change -> append(transaction, List.of(found.append(change)), inquiry).map(done);
      case Unchanged _ -> Future.succeededFuture(done);
      case Refused(var reason) -> Future.succeededFuture(reason);
    };
  }

  private Future<Reply> dispatch(SqlConnection transaction, Inquiry<DispatchDeliveries> inquiry) {
    var at = platform.clock().instant();
    return store
        .lockOldestScheduled(transaction, inquiry.request().limit())
        .compose(
            scheduled -> {
              var appends = new ArrayList<Append>();
              for (var one : scheduled) {
                if (DeliveryDecider.dispatch(one.id(), one.delivery(), at)
                    instanceof Changed change) {
                  appends.add(one.append(change));
                }
              }
              return append(transaction, appends, inquiry).map(new DispatchResult(appends.size()));
            });
  }

  private Future<Void> append(SqlConnection transaction, List<Append> appends, Inquiry<?> inquiry) {
    return journal.append(transaction, appends, Origin.of(inquiry), platform.clock().instant());
  }
}
