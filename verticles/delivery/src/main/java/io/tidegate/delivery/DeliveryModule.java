package io.tidegate.delivery;

import io.tidegate.contracts.delivery.DeliveryApi;
import io.tidegate.contracts.delivery.DeliveryEvents;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.delivery.store.DispatchRunStore;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.postgres.IdempotencyRetention;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.run.BackgroundVerticle;
import io.tidegate.platform.run.BackgroundVerticle.Sweep;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Delivery on a node: one pool and one service for its slots, and what runs beside them. */
public final class DeliveryModule implements DomainModule {

  static final String ROLE = DeliveryApi.ROLE;

  private static final Duration RETENTION_PAUSE = Duration.ofMinutes(1);

  private final Platform platform;
  private final DeliveryConfig config;
  private final Postgres postgres;
  private final EventStore events = new EventStore(ROLE, "uuid");
  private final DeliveryStore store;
  private final DeliveryJournal journal;
  private final DeliveryService service;

  public DeliveryModule(Platform platform) {
    this.platform = platform;
    this.config = DeliveryConfig.from(platform.conf());
    this.postgres = platform.postgres(ROLE);
    this.store = new DeliveryStore(postgres);
    this.journal = new DeliveryJournal(events, platform.meters());
    var commands = new IdempotentCommands(postgres, ROLE);
    var dispatch =
        new DispatchBatches(
            commands, store, new DispatchRunStore(), journal, platform.clock(), config);
    this.service =
        new DeliveryService(
            postgres, commands, store, journal, dispatch, platform.clock(), platform.ids());
  }

  @Override
  public String role() {
    return ROLE;
  }

  @Override
  public Class<DeliveryApi.Request> requests() {
    return DeliveryApi.Request.class;
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
    return new DeliveryVerticle(inbox, service::answer);
  }

  @Override
  public Deployable background() {
    var schedule =
        new WhenOrderConfirmedThenScheduleDelivery(
            store, journal, platform.clock(), platform.ids());
    var retention = new Sweep(new IdempotencyRetention(postgres, ROLE), RETENTION_PAUSE);
    return new BackgroundVerticle(
        platform,
        postgres,
        ROLE,
        events,
        DeliveryEvents.TOPIC,
        List.of(schedule),
        Map.of("retention", retention));
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
