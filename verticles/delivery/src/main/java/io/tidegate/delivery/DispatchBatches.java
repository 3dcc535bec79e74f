package io.tidegate.delivery;

import io.tidegate.contracts.CommonRefusal.KeyReused;
import io.tidegate.contracts.Reply;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchDeliveries;
import io.tidegate.contracts.delivery.DeliveryApi.DispatchResult;
import io.tidegate.delivery.domain.Decision.Changed;
import io.tidegate.delivery.domain.DeliveryDecider;
import io.tidegate.delivery.store.DeliveryJournal;
import io.tidegate.delivery.store.DeliveryStore;
import io.tidegate.delivery.store.DispatchRunStore;
import io.tidegate.delivery.store.DispatchRunStore.Run;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.eventstore.Append;
import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.guard.Deadline;
import io.tidegate.platform.postgres.IdempotentCommands;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Sends scheduled parcels off, oldest first, a bounded batch for each transaction, until there is
 * none left, the limit is reached, or its time is up: half of what the caller waits, and never more
 * than {@code dispatchTime}. The answer says how many left; where more were asked for and time was
 * short, the caller asks again with another key.
 *
 * <p>The key is kept with the last batch and its answer is the total. The batches before it note
 * how far they came, so that after a crash a repeat with the key goes on from there, counts what
 * was dispatched before, and stays within the limit. Batches of two calls never overlap: each
 * leaves out what the other has locked. On a virtual thread.
 */
final class DispatchBatches {

  private final IdempotentCommands commands;
  private final DeliveryStore store;
  private final DispatchRunStore runs;
  private final DeliveryJournal journal;
  private final InstantSource clock;
  private final DeliveryConfig config;

  DispatchBatches(
      IdempotentCommands commands,
      DeliveryStore store,
      DispatchRunStore runs,
      DeliveryJournal journal,
      InstantSource clock,
      DeliveryConfig config) {
    this.commands = commands;
    this.store = store;
    this.runs = runs;
    this.journal = journal;
    this.clock = clock;
    this.config = config;
  }

  Answer dispatch(Inquiry<DispatchDeliveries> inquiry) {
    var half = Duration.ofMillis(Math.max(0, inquiry.deadline().millisLeft() / 2));
    var until = Deadline.in(half).atMost(config.dispatchTime());
    while (true) {
      var answer =
          commands
              .step(inquiry.caller(), inquiry.request(), batch -> batch(batch, inquiry, until))
              .await();
      if (answer.isPresent()) {
        return answer.get();
      }
      CrashPoint.BETWEEN_DISPATCH_BATCHES.reached();
    }
  }

  private Future<Optional<Reply>> batch(
      SqlConnection transaction, Inquiry<DispatchDeliveries> inquiry, Deadline until) {
    var caller = inquiry.caller().subject();
    var key = inquiry.request().key();
    var before = runs.find(transaction, caller, key.key()).await();
    if (before.isPresent() && !before.get().fingerprint().equals(key.fingerprint())) {
      return Future.succeededFuture(Optional.of(new KeyReused()));
    }
    var dispatched = before.map(Run::dispatched).orElse(0);
    var room = room(inquiry.request(), dispatched);
    var sent = send(transaction, inquiry, room);
    var run = new Run(key.fingerprint(), dispatched + sent);
    if (sent == room && room(inquiry.request(), run.dispatched()) > 0 && !until.hasPassed()) {
      runs.keep(transaction, caller, key.key(), run, clock.instant()).await();
      return Future.succeededFuture(Optional.empty());
    }
    if (before.isPresent()) {
      runs.end(transaction, caller, key.key(), clock.instant()).await();
    }
    return Future.succeededFuture(Optional.of(new DispatchResult(run.dispatched())));
  }

  private int room(DispatchDeliveries request, int dispatched) {
    return request.limit() == null
        ? config.dispatchBatchMax()
        : Math.min(config.dispatchBatchMax(), request.limit() - dispatched);
  }

  private int send(SqlConnection transaction, Inquiry<DispatchDeliveries> inquiry, int room) {
    var at = clock.instant();
    var appends = new ArrayList<Append>(room);
    for (var scheduled : store.lockOldestScheduled(transaction, room).await()) {
      if (DeliveryDecider.dispatch(scheduled.id(), scheduled.delivery(), at)
          instanceof Changed change) {
        appends.add(scheduled.append(change));
      }
    }
    journal.append(transaction, appends, Origin.of(inquiry), at).await();
    return appends.size();
  }
}
