package io.tidegate.order;

import io.tidegate.contracts.Request;
import io.tidegate.contracts.order.OrderApi;
import io.tidegate.contracts.order.OrderEvents;
import io.tidegate.order.store.OfferStore;
import io.tidegate.order.store.OrderStore;
import io.tidegate.order.store.SaleStore;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.kafka.OutboxBacklog;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.Statements;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** Order as a node carries it. */
public final class OrderModule implements DomainModule {

  private static final String SCHEMA = OrderApi.ROLE;

  private final Platform platform;
  private final OrderConfig config;
  private final Postgres postgres;
  private final EventStore events = new EventStore(SCHEMA, "uuid");
  private final OrderStore orders;
  private final OfferStore offers;
  private final SaleStore sales;
  private final OrderMetrics metrics;
  private final OrderBatches.Meters batchMeters;
  private final OutboxBacklog backlog;

  public OrderModule(Platform platform) {
    this.platform = platform;
    this.config = OrderConfig.from(platform.conf().section(SCHEMA));
    this.postgres = platform.postgres(SCHEMA);
    this.orders = new OrderStore(postgres, events);
    this.offers = new OfferStore();
    this.sales = new SaleStore(postgres);
    this.metrics = new OrderMetrics(platform.meters());
    this.batchMeters = OrderBatches.Meters.of(platform.meters());
    this.backlog = new OutboxBacklog(postgres, SCHEMA, config.outboxEventsMax(), platform.meters());
  }

  @Override
  public String role() {
    return OrderApi.ROLE;
  }

  @Override
  public Class<? extends Request> requests() {
    return OrderApi.Request.class;
  }

  @Override
  public int inFlightMax() {
    return config.inFlightMax();
  }

  @Override
  public int slots() {
    return config.slots();
  }

  @Override
  public ThreadingModel threading() {
    return ThreadingModel.EVENT_LOOP;
  }

  @Override
  public Deployable slot(Inbox inbox) {
    var placing = postgres.lane();
    var deciding = postgres.lane();
    var batches = batches(placing, deciding);
    var terms = new Offers(platform.vertx(), batches, platform.bus(), config.offerCache());
    return new OrderVerticle(inbox, service(batches, terms), terms, List.of(placing, deciding));
  }

  @Override
  public Deployable background() {
    var saga = saga(batches(postgres, postgres));
    var sweep = new PendingSweep(orders, saga, config, platform.clock());
    return new BackgroundVerticle(
            platform,
            postgres,
            SCHEMA,
            events,
            OrderEvents.TOPIC,
            List.of(
                new WhenProductChangedThenCopyOffers(
                    offers,
                    changed -> platform.bus().tell(OrderApi.OFFERS_CHANGED_ADDRESS, changed)),
                new WhenDeliveryMovedThenFollow(events, metrics, platform.clock()),
                new WhenOrderPlacedThenRecordSale(sales)),
            Map.of("order.pending", new BackgroundVerticle.Sweep(sweep, config.sweepEvery())))
        .watching(backlog);
  }

  @Override
  public Postgres postgres() {
    return postgres;
  }

  @Override
  public Future<Void> check() {
    return postgres.read("SELECT 1", Tuple.tuple()).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return postgres.close();
  }

  private OrderBatches batches(Statements placing, Statements deciding) {
    return new OrderBatches(
        platform.vertx(),
        orders,
        offers,
        placing,
        deciding,
        config.batches(),
        batchMeters,
        platform.clock());
  }

  private OrderSaga saga(OrderBatches batches) {
    return new OrderSaga(orders, batches, platform.bus(), metrics, platform.clock());
  }

  private OrderService service(OrderBatches batches, Offers terms) {
    var shedding = new Shedding(backlog::isFull, platform.meters());
    var placing =
        new PlaceOrders(batches, terms, saga(batches), shedding, config, platform.clock());
    var cancelling =
        new CancelOrders(
            orders,
            events,
            new IdempotentCommands(postgres, SCHEMA),
            platform.bus(),
            metrics,
            platform.clock());
    return new OrderService(placing, cancelling, orders, sales, events, postgres);
  }
}
