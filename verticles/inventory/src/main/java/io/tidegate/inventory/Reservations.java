package io.tidegate.inventory;

import io.tidegate.contracts.inventory.InventoryApi.Reply;
import io.tidegate.contracts.inventory.InventoryApi.ReserveStock;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.platform.batch.BatchMeters;
import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/**
 * A slot's reservations: whoever waits for a SKU at the same time shares one commit (ADR 0012).
 * What a batch changes has the origin of its first order. Belongs to one event loop.
 */
final class Reservations {

  private final StockStore store;
  private final Statements statements;
  private final EventStore events;
  private final InstantSource clock;
  private final Batcher<Inquiry<ReserveStock>, Reply> batches;

  Reservations(
      Vertx vertx,
      StockStore store,
      Statements statements,
      EventStore events,
      Batcher.Limits limits,
      BatchMeters meters,
      InstantSource clock) {
    this.store = store;
    this.statements = statements;
    this.events = events;
    this.clock = clock;
    this.batches = new Batcher<>(vertx, limits, meters, this::reserve);
  }

  /** All lines of the order or none; the first outcome stands. */
  Future<Reply> reserve(Inquiry<ReserveStock> inquiry) {
    return batches.submit(inquiry, inquiry.deadline());
  }

  private Future<List<Reply>> reserve(List<Inquiry<ReserveStock>> batch) {
    var wishes = batch.stream().map(Inquiry::request).toList();
    CrashPoint.BEFORE_RESERVE_COMMIT.reached();
    return CrashPoint.AFTER_RESERVE_COMMIT
        .after(store.reserve(statements, wishes, Origin.of(batch.getFirst()), clock.instant()))
        .onSuccess(_ -> events.committed())
        .map(outcomes -> wishes.stream().map(wish -> outcomes.get(wish.orderId())).toList());
  }
}
