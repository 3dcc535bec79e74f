package io.tidegate.platform.kafka;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.contracts.inventory.InventoryEvents;
import io.tidegate.contracts.inventory.InventoryEvents.StockChanged;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A reaction that writes down what it saw, and fails where a test wants it to. */
final class Seen implements Reaction {

  private static final String WRITE_DOWN =
      """
      INSERT INTO inventory.seen (aggregate_id, version)
      SELECT * FROM unnest($1::text[], $2::int[])
      """;

  /** What it has seen before it passes over, as reactions do, instead of failing. */
  volatile boolean forgiving;

  /** Of which it says that it cannot apply them. */
  final Set<String> poison = ConcurrentHashMap.newKeySet();

  /** How many more transactions fail as if the world were to blame. */
  final AtomicInteger outages = new AtomicInteger();

  @Override
  public String name() {
    return "when-stock-changed-then-write-down";
  }

  @Override
  public String topic() {
    return InventoryEvents.TOPIC;
  }

  @Override
  public Set<Class<? extends DomainEvent>> reactsTo() {
    return Set.of(StockChanged.class);
  }

  @Override
  public Future<Void> apply(SqlConnection transaction, List<ReceivedEvent> events) {
    var ids = events.stream().map(one -> one.event().aggregateId()).toArray(String[]::new);
    var versions = events.stream().map(ReceivedEvent::version).toArray(Integer[]::new);
    // A repetition breaks the primary key, so that none goes unnoticed where there should be none.
    return transaction
        .preparedQuery(forgiving ? WRITE_DOWN + " ON CONFLICT DO NOTHING" : WRITE_DOWN)
        .execute(Tuple.tuple().addArrayOfString(ids).addArrayOfInteger(versions))
        .compose(_ -> verdict(ids));
  }

  private Future<Void> verdict(String[] ids) {
    if (outages.getAndDecrement() > 0) {
      return Future.failedFuture(new java.io.IOException("the world is to blame"));
    }
    for (var id : ids) {
      if (poison.contains(id)) {
        return Future.failedFuture(new IllegalStateException("no sense in " + id));
      }
    }
    return Future.succeededFuture();
  }
}
