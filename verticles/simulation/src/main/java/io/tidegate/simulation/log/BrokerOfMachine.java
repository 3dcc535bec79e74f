package io.tidegate.simulation.log;

import io.tidegate.platform.kafka.Broker;
import io.tidegate.simulation.Faults;
import io.tidegate.simulation.Faults.Fate;
import io.tidegate.simulation.world.Machine;
import io.tidegate.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;

/** The broker as one machine reaches it. */
public final class BrokerOfMachine implements Broker {

  private static final Duration LEAST = Duration.ofNanos(200_000);
  private static final Duration MOST = Duration.ofMillis(8);
  private static final Duration SLOW = Duration.ofMillis(1_200);
  private static final Duration GIVES_UP = Duration.ofMillis(1_500);

  private final World world;
  private final Vertx vertx;
  private final Faults faults;
  private final Topics topics;
  private final Machine machine;

  public BrokerOfMachine(World world, Vertx vertx, Faults faults, Topics topics, Machine machine) {
    this.world = world;
    this.vertx = vertx;
    this.faults = faults;
    this.topics = topics;
    this.machine = machine;
  }

  @Override
  public Future<Writer> writer(String transactionalId) {
    return later(new Transactions(transactionalId));
  }

  @Override
  public Future<Reader> reader() {
    return later(new Polls());
  }

  private <T> Future<T> later(T made) {
    Promise<T> promise = promise();
    world.after(time(false), () -> promise.complete(made));
    return promise.future();
  }

  private <T> Promise<T> promise() {
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    return context.promise();
  }

  private long time(boolean slow) {
    return world.between(LEAST, slow ? SLOW : MOST);
  }

  /** A call that may not arrive, and whose answer may not. */
  private <T> Future<T> call(String what, Supplier<T> atBroker) {
    Promise<T> promise = promise();
    var fate = fate(what);
    if (fate == Fate.LOST_THERE || topics.isDown()) {
      world.after(
          GIVES_UP.toNanos(), () -> promise.fail(new TimeoutException(what + " timed out")));
      return promise.future();
    }
    world.after(
        time(fate == Fate.SLOW_THERE),
        () -> {
          try {
            answer(promise, fate, atBroker.get());
          } catch (RuntimeException failure) {
            promise.fail(failure);
          }
        });
    return promise.future();
  }

  private <T> void answer(Promise<T> promise, Fate fate, T answer) {
    if (fate == Fate.LOST_BACK) {
      world.after(GIVES_UP.toNanos(), () -> promise.fail(new TimeoutException("no answer came")));
    } else {
      world.after(time(fate == Fate.SLOW_BACK), () -> promise.complete(answer));
    }
  }

  private Fate fate(String what) {
    var fate = faults.publication();
    if (fate != Fate.FINE) {
      world.note("broker " + fate, machine + " " + what);
    }
    return fate;
  }

  private final class Transactions implements Writer {

    private final String id;
    private int epoch;
    private boolean closed;

    private Transactions(String id) {
      this.id = id;
    }

    @Override
    public Future<Void> begin() {
      return BrokerOfMachine.this
          .<Integer>call("begin " + id, () -> topics.begin(id))
          .onSuccess(given -> epoch = given)
          .mapEmpty();
    }

    @Override
    public Future<Void> publish(List<ProducerRecord<byte[], byte[]>> records) {
      Promise<Void> promise = promise();
      var fate = fate("publish " + id);
      if (fate == Fate.LOST_THERE || topics.isDown()) {
        world.after(GIVES_UP.toNanos(), () -> promise.fail(new TimeoutException("nobody took it")));
        return promise.future();
      }
      world.after(time(fate == Fate.SLOW_THERE), () -> write(records, fate, promise));
      return promise.future();
    }

    private void write(
        List<ProducerRecord<byte[], byte[]>> records, Fate fate, Promise<Void> promise) {
      if (machine.isDead() && world.chance(0.5)) {
        return;
      }
      try {
        var publication = topics.write(id, epoch, records);
        world.note("written", machine + " " + id + " " + records.size());
        if (fate == Fate.REFUSED || machine.isDead() || closed) {
          // The transaction stays open, as whoever is to end it does not.
          promise.tryFail(new TimeoutException("lost it half way"));
          return;
        }
        world.after(time(fate == Fate.SLOW_BACK), () -> commit(publication, fate, promise));
      } catch (RuntimeException failure) {
        promise.tryFail(failure);
      }
    }

    private void commit(Topics.Publication publication, Fate fate, Promise<Void> promise) {
      if (machine.isDead() && world.chance(0.5)) {
        return;
      }
      try {
        topics.commit(id, epoch, publication);
        world.note("published", machine + " " + id);
        answer(promise, fate == Fate.SLOW_BACK ? Fate.FINE : fate, null);
      } catch (RuntimeException failure) {
        promise.tryFail(failure);
      }
    }

    @Override
    public Future<Void> close() {
      closed = true;
      return later(null);
    }
  }

  private final class Polls implements Reader {

    private final Map<TopicPartition, Long> next = new HashMap<>();

    @Override
    public Future<List<TopicPartition>> partitions(String topic) {
      return call("partitions of " + topic, () -> topics.partitionsOf(topic));
    }

    @Override
    public Future<Void> readFrom(Map<TopicPartition, Long> offsets) {
      next.clear();
      next.putAll(offsets);
      return later(null);
    }

    @Override
    public Future<List<ConsumerRecord<byte[], byte[]>>> poll(Duration atMost) {
      Promise<List<ConsumerRecord<byte[], byte[]>>> promise = promise();
      var until = world.nanos() + atMost.toNanos();
      if (faults.publication() == Fate.LOST_BACK) {
        world.after(time(true), () -> promise.fail(new TimeoutException("the poll failed")));
      } else {
        world.after(time(false), () -> look(promise, until));
      }
      return promise.future();
    }

    private void look(Promise<List<ConsumerRecord<byte[], byte[]>>> promise, long until) {
      var found = topics.isDown() ? List.<ConsumerRecord<byte[], byte[]>>of() : fetch();
      if (!found.isEmpty() || world.nanos() >= until || machine.isDead()) {
        promise.complete(found);
        return;
      }
      var looked = new boolean[1];
      Runnable again =
          () -> {
            if (!looked[0]) {
              looked[0] = true;
              world.after(time(false), () -> look(promise, until));
            }
          };
      topics.onChange(again);
      world.after(until - world.nanos(), again);
    }

    /** A random part of what there is: each partition in its order, some of them left out. */
    private List<ConsumerRecord<byte[], byte[]>> fetch() {
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      var partitions = new ArrayList<>(next.keySet());
      partitions.sort(java.util.Comparator.comparing(TopicPartition::partition));
      for (var partition : partitions) {
        if (world.chance(0.2)) {
          continue;
        }
        for (var one :
            topics.read(partition, next.get(partition), 1 + world.random().nextInt(20))) {
          found.add(received(one));
          next.put(partition, one.offset() + 1);
        }
      }
      return found;
    }

    @Override
    public Future<Void> close() {
      return later(null);
    }
  }

  /** A record as a consumer gets it. */
  public static ConsumerRecord<byte[], byte[]> received(Topics.Stored stored) {
    var data = stored.data();
    return new ConsumerRecord<>(
        stored.partition().topic(),
        stored.partition().partition(),
        stored.offset(),
        data.timestamp(),
        TimestampType.CREATE_TIME,
        data.key().length,
        data.value().length,
        data.key(),
        data.value(),
        data.headers(),
        Optional.empty());
  }
}
