package io.tidegate.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.contracts.catalog.CatalogApi.OfferTerms;
import io.tidegate.order.store.OfferStore;
import io.tidegate.order.store.OfferStore.OfferKey;
import io.tidegate.order.store.OrderStore;
import io.tidegate.order.store.OrderStore.Change;
import io.tidegate.order.store.OrderStore.KnownOrder;
import io.tidegate.order.store.OrderStore.OrderKey;
import io.tidegate.order.store.OrderStore.Placement;
import io.tidegate.platform.batch.BatchMeters;
import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a slot, or the sweep, does to orders in PostgreSQL: batches that form by themselves (ADR
 * 0012). Belongs to one event loop.
 */
final class OrderBatches {

  /** An outcome is written down whoever still waits for it. */
  private static final Duration OUTCOME_WITHIN = Duration.ofSeconds(10);

  private final Batcher<Placement, Boolean> placements;
  private final Batcher<OrderKey, Optional<KnownOrder>> keys;
  private final Batcher<Change, Boolean> changes;
  private final Batcher<OfferKey, Optional<OfferTerms>> offers;

  /**
   * The batches of one context.
   *
   * @param placing where orders are placed and looked up
   * @param deciding where their outcomes are written; a connection of its own, so that neither
   *     waits for the other
   */
  OrderBatches(
      Vertx vertx,
      OrderStore orders,
      OfferStore terms,
      Statements placing,
      Statements deciding,
      Batcher.Limits limits,
      Meters meters,
      InstantSource clock) {
    this.placements =
        new Batcher<>(
            vertx,
            limits,
            meters.place(),
            batch -> {
              CrashPoint.BEFORE_PLACE_COMMIT.reached();
              return CrashPoint.AFTER_PLACE_COMMIT.after(
                  orders.place(placing, batch, clock.instant()));
            });
    this.keys =
        new Batcher<>(vertx, limits, meters.find(), batch -> orders.findByKeys(placing, batch));
    this.changes =
        new Batcher<>(
            vertx,
            limits,
            meters.decide(),
            batch -> {
              CrashPoint.BEFORE_DECIDE_COMMIT.reached();
              return CrashPoint.AFTER_DECIDE_COMMIT.after(
                  orders.append(deciding, batch, clock.instant()));
            });
    this.offers =
        new Batcher<>(vertx, limits, meters.offers(), batch -> terms.find(placing, batch));
  }

  /** The meters of a node, which its slots share. */
  record Meters(BatchMeters place, BatchMeters find, BatchMeters decide, BatchMeters offers) {

    static Meters of(MeterRegistry meters) {
      return new Meters(
          new BatchMeters(meters, "order.place"),
          new BatchMeters(meters, "order.find"),
          new BatchMeters(meters, "order.decide"),
          new BatchMeters(meters, "order.offers"));
    }
  }

  /** Places an order if its key is new; false where the key is known. */
  Future<Boolean> place(Placement placement, Deadline deadline) {
    return placements.submit(placement, deadline);
  }

  /** The order that a key made, if it made one. */
  Future<Optional<KnownOrder>> findByKey(OrderKey key, Deadline deadline) {
    return keys.submit(key, deadline);
  }

  /** Appends to an order at the version that was decided on; false where it has moved on. */
  Future<Boolean> append(Change change) {
    return changes.submit(change, Deadline.in(OUTCOME_WITHIN));
  }

  /** The copy of an offer, where there is one. */
  Future<Optional<OfferTerms>> findOffer(OfferKey key, Deadline deadline) {
    return offers.submit(key, deadline);
  }
}
