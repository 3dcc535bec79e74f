package io.tidegate.simulation.log;

import io.tidegate.simulation.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/** The broker: partitions, transactions with their markers, and who may write in whose name. */
public final class Topics {

  private static final int PARTITIONS = 3;

  /** After so long the broker ends a transaction that nobody goes on with. */
  private static final long TRANSACTION_NANOS = 3_000_000_000L;

  private final World world;
  private final Map<TopicPartition, List<Entry>> partitions = new LinkedHashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();
  private final Map<String, Publication> open = new HashMap<>();
  private final List<Runnable> readers = new ArrayList<>();
  private boolean down;

  public Topics(World world, List<String> topics) {
    this.world = world;
    for (var topic : topics) {
      for (var number = 0; number < PARTITIONS; number++) {
        partitions.put(new TopicPartition(topic, number), new ArrayList<>());
      }
    }
  }

  private enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  /** A transaction. */
  static final class Publication {
    private final Set<TopicPartition> touched = new java.util.LinkedHashSet<>();
    private State state = State.OPEN;
  }

  /** A record, or, without one, the marker of a transaction's end. */
  private record Entry(ProducerRecord<byte[], byte[]> data, Publication of) {}

  /** A committed record at its offset. */
  public record Stored(
      TopicPartition partition, long offset, ProducerRecord<byte[], byte[]> data) {}

  public boolean isDown() {
    return down;
  }

  /** Unreachable for a while. */
  public void stop(long forNanos) {
    world.note("kafka stops", forNanos / 1_000_000 + " ms");
    down = true;
    world.after(
        forNanos,
        () -> {
          down = false;
          world.note("kafka is back", "");
        });
  }

  List<TopicPartition> partitionsOf(String topic) {
    return partitions.keySet().stream().filter(one -> one.topic().equals(topic)).toList();
  }

  int begin(String id) {
    var left = open.remove(id);
    if (left != null) {
      finish(left, State.ABORTED);
    }
    return epochs.merge(id, 1, Integer::sum);
  }

  /** Writes what is not seen before {@link #commit}. */
  Publication write(String id, int epoch, List<ProducerRecord<byte[], byte[]>> records) {
    check(id, epoch);
    var publication = new Publication();
    for (var one : records) {
      var partition =
          new TopicPartition(
              one.topic(), Math.floorMod(Arrays.hashCode(one.key()) * 31, PARTITIONS));
      partitions.get(partition).add(new Entry(one, publication));
      publication.touched.add(partition);
    }
    open.put(id, publication);
    world.after(
        TRANSACTION_NANOS,
        () -> {
          if (publication.state == State.OPEN) {
            open.remove(id, publication);
            finish(publication, State.ABORTED);
          }
        });
    return publication;
  }

  void commit(String id, int epoch, Publication publication) {
    check(id, epoch);
    if (publication.state == State.ABORTED) {
      throw new ProducerFencedException("the transaction was ended");
    }
    open.remove(id, publication);
    finish(publication, State.COMMITTED);
  }

  private void check(String id, int epoch) {
    if (epochs.get(id) != epoch) {
      throw new ProducerFencedException(id + " has a newer writer");
    }
  }

  private void finish(Publication publication, State state) {
    if (publication.state != State.OPEN) {
      return;
    }
    publication.state = state;
    publication.touched.forEach(one -> partitions.get(one).add(new Entry(null, publication)));
    var waiting = List.copyOf(readers);
    readers.clear();
    waiting.forEach(Runnable::run);
  }

  /** Calls back, once, when a transaction has ended. */
  void onChange(Runnable reader) {
    readers.add(reader);
  }

  /** Committed records from an offset on, up to the first one that is not decided. */
  List<Stored> read(TopicPartition partition, long offset, int most) {
    var found = new ArrayList<Stored>();
    var entries = partitions.get(partition);
    for (var at = offset; at < entries.size() && found.size() < most; at++) {
      var entry = entries.get((int) at);
      if (entry.of().state == State.OPEN) {
        break;
      }
      if (entry.data() != null && entry.of().state == State.COMMITTED) {
        found.add(new Stored(partition, at, entry.data()));
      }
    }
    return found;
  }

  /** Whether there is nothing more to read from an offset on, and nothing undecided. */
  public boolean isRead(String topic, int partition, long offset) {
    var entries = partitions.get(new TopicPartition(topic, partition));
    for (var at = offset; at < entries.size(); at++) {
      var entry = entries.get((int) at);
      if (entry.of().state == State.OPEN
          || (entry.data() != null && entry.of().state == State.COMMITTED)) {
        return false;
      }
    }
    return true;
  }

  /** All that was ever published, partition by partition. */
  public Map<TopicPartition, List<Stored>> all() {
    var all = new LinkedHashMap<TopicPartition, List<Stored>>();
    partitions.keySet().forEach(one -> all.put(one, read(one, 0, Integer.MAX_VALUE)));
    return all;
  }
}
