package io.tidegate.inventory;

import io.tidegate.contracts.inventory.InventoryApi.ReceiveStock;
import io.tidegate.inventory.store.StockStore;
import io.tidegate.inventory.store.StockStore.Receipt;
import io.tidegate.platform.batch.BatchMeters;
import io.tidegate.platform.batch.Batcher;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.eventstore.EventStore;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.postgres.Statements;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/**
 * A slot's goods receipts: a lorry's worth of them shares one commit (ADR 0012), and each has its
 * effect once. What a batch changes has the origin of its first receipt. Belongs to one event loop.
 */
final class Receipts {

  private final StockStore store;
  private final Statements statements;
  private final EventStore events;
  private final InstantSource clock;
  private final Batcher<Inquiry<ReceiveStock>, Answer> batches;

  Receipts(
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
    this.batches = new Batcher<>(vertx, limits, meters, this::receive);
  }

  /** Takes the goods in, or answers as the key was answered before. */
  Future<Answer> receive(Inquiry<ReceiveStock> inquiry) {
    return batches.submit(inquiry, inquiry.deadline());
  }

  private Future<List<Answer>> receive(List<Inquiry<ReceiveStock>> batch) {
    var receipts =
        batch.stream().map(one -> new Receipt(one.caller().subject(), one.request())).toList();
    return store
        .receive(statements, receipts, Origin.of(batch.getFirst()), clock.instant())
        .onSuccess(_ -> events.committed());
  }
}
