package io.tidegate.inventory;

import io.tidegate.contracts.Request;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.batch.BatchMeters;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** Inventory as a node carries it. */
public final class InventoryModule implements DomainModule {

  private static final String SCHEMA = InventoryApi.ROLE;

  private final Platform platform;
  private final InventoryConfig config;
  private final Postgres postgres;
  private final EventStore events = new EventStore(SCHEMA, "text");
  private final StockStore store;
  private final BatchMeters reserveMeters;
  private final BatchMeters receiveMeters;

  public InventoryModule(Platform platform) {
    this.platform = platform;
    this.config = InventoryConfig.from(platform.conf().section(SCHEMA));
    this.postgres = platform.postgres(SCHEMA);
    this.store = new StockStore(postgres);
    this.reserveMeters = new BatchMeters(platform.meters(), "inventory.reserve");
    this.receiveMeters = new BatchMeters(platform.meters(), "inventory.receive");
  }

  @Override
  public String role() {
    return InventoryApi.ROLE;
  }

  @Override
  public Class<? extends Request> requests() {
    return InventoryApi.Request.class;
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
    // One lane each, so that neither waits for the other.
    var reserving = postgres.lane();
    var receiving = postgres.lane();
    var reservations =
        new Reservations(
            platform.vertx(),
            store,
            reserving,
            events,
            config.batches(),
            reserveMeters,
            platform.clock());
    var receipts =
        new Receipts(
            platform.vertx(),
            store,
            receiving,
            events,
            config.batches(),
            receiveMeters,
            platform.clock());
    return new InventoryVerticle(
        inbox, new InventoryService(store, reservations, receipts), List.of(reserving, receiving));
  }

  @Override
  public Deployable background() {
    return new BackgroundVerticle(
        platform,
        postgres,
        SCHEMA,
        events,
        InventoryEvents.TOPIC,
        List.of(
            new WhenOrderEndedThenReleaseStock(store, platform.clock()),
            new WhenDeliveryDispatchedThenIssueStock(store, platform.clock())),
        Map.of());
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
}
