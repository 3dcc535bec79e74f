package io.tidegate.testkit;

import io.tidegate.contracts.CommonRefusal.NotFound;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryApi.GetStock;
import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.contracts.inventory.InventoryApi.StockLevel;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Head;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.kafka.Reaction;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** A domain in one file, as small as one can be that uses all of the platform. */
final class SampleModule implements DomainModule {

  static final String ROLE = InventoryApi.ROLE;

  private final Platform platform;
  private final ThreadingModel threading;
  private final Postgres postgres;
  private final EventStore events = new EventStore(ROLE, "text");
  private final IdempotentCommands commands;
  private final List<Reaction> reactions;

  SampleModule(Platform platform, ThreadingModel threading, List<Reaction> reactions) {
    this.platform = platform;
    this.threading = threading;
    this.postgres = platform.postgres(ROLE);
    this.commands = new IdempotentCommands(postgres, ROLE);
    this.reactions = reactions;
  }

  @Override
  public Postgres postgres() {
    return postgres;
  }

  EventStore events() {
    return events;
  }

  private Future<Answer> answer(Inquiry<io.tidegate.contracts.Request> inquiry) {
    return switch ((InventoryApi.Request) inquiry.request()) {
      case ReceiveStock receive ->
          commands
              .run(inquiry.caller(), receive, transaction -> receive(transaction, receive, inquiry))
              .onSuccess(_ -> events.committed());
      case GetStock get -> level(get.sku()).map(Answer::of);
      case InventoryApi.ReserveStock _, InventoryApi.ListMovements _ ->
          throw new IllegalStateException("the sample does not do that");
    };
  }

  private Future<Reply> level(Sku sku) {
    return events
        .load(postgres, List.of(sku.value()), StockLevel.class)
        .map(
            found ->
                found.isEmpty() ? new NotFound("no such SKU") : found.get(sku.value()).state());
  }

  private Future<StockLevel> receive(
      SqlConnection transaction, ReceiveStock receive, Inquiry<?> inquiry) {
    var sku = receive.sku();
    // On a virtual thread the sample waits, as domains do there; elsewhere it composes.
    if (threading == ThreadingModel.VIRTUAL_THREAD) {
      var head = load(transaction, sku).await();
      return Future.succeededFuture(store(transaction, head, receive, inquiry).await());
    }
    return load(transaction, sku).compose(head -> store(transaction, head, receive, inquiry));
  }

  private Future<Head<StockLevel>> load(SqlConnection transaction, Sku sku) {
    return events
        .load(transaction, List.of(sku.value()), StockLevel.class)
        .map(
            found ->
                found.getOrDefault(
                    sku.value(), new Head<>(sku.value(), 0, new StockLevel(sku, 0, 0, 0))));
  }

  private Future<StockLevel> store(
      SqlConnection transaction, Head<StockLevel> head, ReceiveStock receive, Inquiry<?> inquiry) {
    var onHand = head.state().onHand() + receive.quantity();
    var level = new StockLevel(receive.sku(), onHand, 0, onHand);
    var event = new StockChanged(receive.sku(), head.version() + 1, onHand, 0, onHand);
    var append = new Append(head.aggregateId(), head.version(), "STOCKED", level, List.of(event));
    return events
        .append(transaction, List.of(append), Origin.of(inquiry), platform.clock().instant())
        .map(
            moved -> {
              if (moved.isEmpty()) {
                throw new IllegalStateException("two receipts at once");
              }
              return level;
            });
  }

  @Override
  public String role() {
    return ROLE;
  }

  @Override
  public Class<? extends io.tidegate.contracts.Request> requests() {
    return InventoryApi.Request.class;
  }

  @Override
  public int inFlightMax() {
    return platform.conf().section(ROLE).integer("inFlightMax", 1, 10_000);
  }

  @Override
  public int slots() {
    return platform.conf().section(ROLE).integer("slots", 1, 100);
  }

  @Override
  public ThreadingModel threading() {
    return threading;
  }

  @Override
  public Deployable slot(Inbox inbox) {
    return new VerticleBase() {
      private Runnable detach = () -> {};

      @Override
      public Future<?> start() {
        detach = inbox.attach(context, SampleModule.this::answer);
        return Future.succeededFuture();
      }

      @Override
      public Future<?> stop() {
        detach.run();
        return Future.succeededFuture();
      }
    };
  }

  @Override
  public Deployable background() {
    return new BackgroundVerticle(
        platform, postgres, ROLE, events, InventoryEvents.TOPIC, reactions, Map.of());
  }

  @Override
  public Future<Void> check() {
    return postgres.read("SELECT 1", Tuple.tuple()).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return postgres.close();
  }
}
