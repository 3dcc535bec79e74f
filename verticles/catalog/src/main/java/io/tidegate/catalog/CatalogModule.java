package io.tidegate.catalog;

import io.tidegate.catalog.store.AvailabilityStore;
import io.tidegate.catalog.store.ChannelStore;
import io.tidegate.catalog.store.OfferStore;
import io.tidegate.catalog.store.ProductStore;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.catalog.CatalogApi;
import io.tidegate.contracts.catalog.CatalogEvents;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.postgres.IdempotentCommands;
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

/** The catalogue, put together. */
public final class CatalogModule implements DomainModule {

  private static final String SCHEMA = CatalogApi.ROLE;

  private final Platform platform;
  private final CatalogConfig config;
  private final Postgres postgres;
  private final EventStore events = new EventStore(SCHEMA, "text");
  private final CatalogService service;

  public CatalogModule(Platform platform) {
    this.platform = platform;
    this.config = CatalogConfig.from(platform.conf());
    this.postgres = platform.postgres(SCHEMA);
    var channels = new ChannelStore(postgres);
    var offers = new OfferStore(postgres);
    var products = new ProductStore(postgres, events);
    var commands = new IdempotentCommands(postgres, SCHEMA);
    this.service =
        new CatalogService(
            new ProductCommands(
                postgres, commands, events, products, offers, channels, platform.clock()),
            new ChannelCommands(commands, channels),
            new CatalogQueries(products, offers, channels));
  }

  @Override
  public String role() {
    return CatalogApi.ROLE;
  }

  @Override
  public Class<? extends Request> requests() {
    return CatalogApi.Request.class;
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
    return ThreadingModel.VIRTUAL_THREAD;
  }

  @Override
  public Deployable slot(Inbox inbox) {
    return new CatalogVerticle(inbox, service);
  }

  @Override
  public Deployable background() {
    return new BackgroundVerticle(
        platform,
        postgres,
        SCHEMA,
        events,
        CatalogEvents.TOPIC,
        List.of(new WhenStockChangedThenShowAvailability(new AvailabilityStore())),
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
