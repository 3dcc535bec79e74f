package io.tidegate.platform.kafka;

import io.tidegate.platform.crash.CrashPoint;
import io.tidegate.platform.guard.Breakers.Breaker;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.guard.MonotonicClock;
import io.tidegate.platform.kafka.Positions.Move;
import io.tidegate.platform.postgres.LeasedLoop;
import io.tidegate.platform.postgres.Outage;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic for a {@link Reaction}, on the node that holds the reaction's lease.
 *
 * <p>It is assigned all partitions and seeks to its positions in PostgreSQL, so no group protocol
 * and no rebalance is involved (ADR 0006). Each poll is one transaction: positions and effects. An
 * outage leaves both as they were and reads again; an event that cannot be applied is parked, and
 * so is every later one of its aggregate, while the others go on, until an operator has them tried
 * again ({@link Redrive}).
 */
public final class ReactionLoop implements LeasedLoop.Work {

  private static final Logger LOG = LoggerFactory.getLogger(ReactionLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_RETRIES = Duration.ofSeconds(1);

  private final Postgres postgres;
  private final Reaction reaction;
  private final EventReader reader;
  private final String topic;
  private final Broker broker;
  private final Breaker breaker;
  private final Runnable committed;
  private final Positions positions;
  private final DeadLetters deadLetters;
  private final Redrive redrive;

  private Broker.Reader consumer;
  private Map<TopicPartition, Long> next = Map.of();
  private volatile Set<String> parked = Set.of();
  private long lookForRetriesAt;

  /**
   * The loop of a reaction of the domain that owns the schema.
   *
   * @param committed called after each commit, as the reaction may have appended events
   */
  public ReactionLoop(
      Postgres postgres,
      String schema,
      Reaction reaction,
      KafkaConfig config,
      Broker broker,
      Breaker breaker,
      Runnable committed) {
    this.postgres = postgres;
    this.reaction = reaction;
    this.reader = new EventReader(reaction.reactsTo());
    this.topic = config.topic(reaction.topic());
    this.broker = broker;
    this.breaker = breaker;
    this.committed = committed;
    this.positions = new Positions(postgres, schema, reaction.name(), topic);
    this.deadLetters = new DeadLetters(postgres, schema, reaction.name());
    this.redrive =
        new Redrive(
            postgres, schema, reaction, reader, ReactionLoop::isTransient, config.pollRecordsMax());
  }

  @Override
  public Future<Void> begin(long epoch) {
    return broker
        .reader()
        .onSuccess(created -> consumer = created)
        .compose(created -> breaker.guard(() -> created.partitions(topic)))
        .compose(this::existing)
        .compose(positions::load)
        .compose(this::seek)
        .compose(_ -> deadLetters.parkedAggregates())
        .onSuccess(
            aggregates -> {
              parked = ConcurrentHashMap.newKeySet();
              parked.addAll(aggregates);
              lookForRetriesAt = MonotonicClock.nanoTime();
            })
        .mapEmpty();
  }

  /**
   * How many aggregates wait because an event of theirs is parked, while it is ours. Any thread.
   */
  public int parkedAggregates() {
    return parked.size();
  }

  @Override
  public Future<Boolean> turn() {
    return retries().compose(_ -> poll());
  }

  /** Nobody need be asked while nothing is parked, which is how it should be. */
  private Future<Void> retries() {
    var now = MonotonicClock.nanoTime();
    if (parked.isEmpty() || now - lookForRetriesAt < 0) {
      return Future.succeededFuture();
    }
    lookForRetriesAt = now + LOOK_FOR_RETRIES.toNanos();
    return redrive
        .run()
        .onSuccess(
            freed -> {
              if (!freed.isEmpty()) {
                parked.removeAll(freed);
                committed.run();
              }
            })
        .mapEmpty();
  }

  private Future<Boolean> poll() {
    return breaker
        .guard(() -> consumer.poll(POLL))
        // A poll has waited already, so the next one may follow at once.
        .compose(
            records ->
                records.isEmpty() ? Future.succeededFuture(true) : applied(records).map(true));
  }

  @Override
  public Future<Void> end() {
    parked = Set.of();
    if (consumer == null) {
      return Future.succeededFuture();
    }
    var ended = consumer;
    consumer = null;
    return ended.close();
  }

  private Future<List<TopicPartition>> existing(List<TopicPartition> partitions) {
    return partitions.isEmpty()
        ? Future.failedFuture(new FaultException(Fault.DEPENDENCY, "there is no topic " + topic))
        : Future.succeededFuture(partitions);
  }

  private Future<Void> seek(Map<TopicPartition, Long> found) {
    next = new HashMap<>(found);
    return consumer.readFrom(found);
  }

  private Future<Void> applied(List<ConsumerRecord<byte[], byte[]>> records) {
    return postgres
        .inTransaction(transaction -> apply(transaction, records))
        .onSuccess(events -> moved(records, events))
        .<Void>mapEmpty()
        .recover(
            cause ->
                isTransient(cause)
                    ? Future.failedFuture(cause)
                    : oneByOne(records.iterator(), cause));
  }

  private static boolean isTransient(Throwable cause) {
    return switch (cause) {
      case Positions.PositionMovedException _ -> true;
      // A bug of another domain's would meet the same event again; any other fault passes.
      case FaultException fault -> fault.fault() != Fault.BUG;
      default -> Outage.isOutage(cause);
    };
  }

  /** Answers with what the reaction has applied. */
  private Future<List<ReceivedEvent>> apply(
      SqlConnection transaction, List<ConsumerRecord<byte[], byte[]>> records) {
    var events = new ArrayList<ReceivedEvent>();
    var waiting = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var one : records) {
      if (!parked.isEmpty() && parked.contains(DeadLetters.aggregateOf(one))) {
        waiting.add(one);
      } else {
        var event = reader.read(one);
        if (event != null) {
          events.add(event);
        }
      }
    }
    return positions
        .move(transaction, moves(records))
        .compose(_ -> behind(transaction, waiting))
        .compose(
            _ ->
                events.isEmpty()
                    ? Future.<Void>succeededFuture()
                    : CrashPoint.BEFORE_REACTION_COMMIT.after(
                        reaction.apply(transaction, List.copyOf(events))))
        .map(events);
  }

  private Future<Void> behind(
      SqlConnection transaction, List<ConsumerRecord<byte[], byte[]>> waiting) {
    Future<Void> done = Future.succeededFuture();
    for (var one : waiting) {
      done =
          done.compose(
              _ -> deadLetters.park(transaction, one, "behind an earlier one of its aggregate"));
    }
    return done;
  }

  private Future<Void> oneByOne(
      java.util.Iterator<ConsumerRecord<byte[], byte[]>> records, Throwable cause) {
    if (!records.hasNext()) {
      return Future.succeededFuture();
    }
    var one = records.next();
    return postgres
        .inTransaction(transaction -> apply(transaction, List.of(one)))
        .recover(reason -> isTransient(reason) ? Future.failedFuture(reason) : park(one, reason))
        .onSuccess(events -> moved(List.of(one), events))
        .compose(_ -> oneByOne(records, cause));
  }

  private Future<List<ReceivedEvent>> park(
      ConsumerRecord<byte[], byte[]> poison, Throwable reason) {
    LOG.error(
        "{} cannot apply {}-{}@{}; it is parked",
        reaction.name(),
        poison.topic(),
        poison.partition(),
        poison.offset(),
        reason);
    return postgres
        .inTransaction(
            transaction ->
                positions
                    .move(transaction, moves(List.of(poison)))
                    .compose(_ -> deadLetters.park(transaction, poison, String.valueOf(reason))))
        .onSuccess(_ -> parked.add(DeadLetters.aggregateOf(poison)))
        .map(List.of());
  }

  private Map<TopicPartition, Move> moves(List<ConsumerRecord<byte[], byte[]>> records) {
    var moves = new HashMap<TopicPartition, Move>();
    for (var one : records) {
      var partition = new TopicPartition(one.topic(), one.partition());
      moves.put(partition, new Move(next.getOrDefault(partition, 0L), one.offset() + 1));
    }
    return moves;
  }

  private void moved(List<ConsumerRecord<byte[], byte[]>> records, List<ReceivedEvent> events) {
    CrashPoint.AFTER_REACTION_COMMIT.reached();
    for (var one : records) {
      next.put(new TopicPartition(one.topic(), one.partition()), one.offset() + 1);
    }
    committed.run();
    if (!events.isEmpty()) {
      reaction.committed(List.copyOf(events));
    }
  }
}
