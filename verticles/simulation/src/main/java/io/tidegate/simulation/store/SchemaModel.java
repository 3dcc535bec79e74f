package io.tidegate.simulation.store;

import io.tidegate.simulation.Mutant;
import io.tidegate.simulation.store.Database.Model;
import io.tidegate.simulation.world.World;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What every domain's schema has: heads, events, outbox, leases, positions, keys, dead letters. */
public abstract class SchemaModel {

  private final String name;
  private final boolean uuids;
  final World world;
  final Set<Mutant> mutants;

  final Table<String, Head> heads;
  final Table<EventKey, Event> events;
  final Table<Long, Batch> outbox;
  private final Table<String, Lease> leases;
  final Table<PositionKey, Long> positions;
  final Table<LetterKey, Letter> letters;
  final Table<CommandKey, Kept> idempotency;
  private final Table<Long, Boolean> advisory;
  private List<Model> models;
  private long outboxId;
  private long cursor;

  SchemaModel(String name, boolean uuids, World world, Set<Mutant> mutants) {
    this.name = name;
    this.uuids = uuids;
    this.world = world;
    this.mutants = mutants;
    heads = new Table<>(name + ".head");
    events = new Table<>(name + ".event");
    outbox = new Table<>(name + ".outbox");
    leases = new Table<>(name + ".lease");
    positions = new Table<>(name + ".consumer_position");
    letters = new Table<>(name + ".dead_letter");
    idempotency = new Table<>(name + ".idempotency");
    advisory = new Table<>("advisory lock");
  }

  public record Head(String id, int version, String status, String state, OffsetDateTime at) {}

  public record EventKey(String id, int version) {}

  public record Event(String type, String data, String metadata, OffsetDateTime at) {}

  public record Batch(List<String> ids, List<Integer> versions) {}

  private record Lease(String holder, long epoch, long expiresAt) {}

  public record PositionKey(String consumer, String topic, int partition) {}

  public record LetterKey(String consumer, String topic, int partition, long offset) {}

  public record Letter(String aggregateId, String reason) {}

  public record CommandKey(String caller, String command, String key) {}

  public record Kept(String fingerprint, String type, String reply) {}

  public String name() {
    return name;
  }

  public Map<String, Head> heads() {
    return heads.rows;
  }

  public Map<EventKey, Event> events() {
    return events.rows;
  }

  public Map<Long, Batch> outbox() {
    return outbox.rows;
  }

  public Map<PositionKey, Long> positions() {
    return positions.rows;
  }

  public Map<LetterKey, Letter> letters() {
    return letters.rows;
  }

  public Map<CommandKey, Kept> idempotency() {
    return idempotency.rows;
  }

  boolean is(Mutant mutant) {
    return mutants.contains(mutant);
  }

  /** The domain's own before those that every schema has. */
  final List<Model> models() {
    if (models == null) {
      models = allModels();
    }
    return models;
  }

  private List<Model> allModels() {
    var models = new ArrayList<>(ownModels());
    models.addAll(
        List.of(
            model("acquire lease", this::acquire, "INSERT INTO %s.lease"),
            model("release lease", this::release, "UPDATE %s.lease"),
            model("forget outbox", this::forget, "DELETE FROM %s.outbox"),
            model("read outbox", this::read, "unnest(batch.aggregate_ids", "%s.outbox"),
            model("count outbox", this::countOutbox, "sum(cardinality(versions))", "%s.outbox"),
            model("begin positions", this::beginPositions, "INSERT INTO %s.consumer_position"),
            model("move positions", this::move, "UPDATE %s.consumer_position"),
            model("load positions", this::loadPositions, "FROM %s.consumer_position"),
            model("park", this::park, "INSERT INTO %s.dead_letter"),
            model("parked", this::parked, "SELECT DISTINCT aggregate_id", "%s.dead_letter"),
            model("keep key", this::keep, "INSERT INTO %s.idempotency"),
            model("forget keys", (_, _) -> Answer.changed(0), "DELETE FROM %s.idempotency"),
            model("find key", this::find, "FROM %s.idempotency"),
            model("append", this::append, "%s.head JOIN wish USING (aggregate_id)"),
            model("lock heads", this::lockHeads, "FROM %s.head", "= ANY($1", "FOR UPDATE"),
            model("load heads", this::load, "FROM %s.head", "= ANY($1")));
    return models;
  }

  abstract List<Model> ownModels();

  Model model(String what, Database.Statement statement, String... words) {
    return new Model(
        what, Arrays.stream(words).map(word -> word.formatted(name)).toList(), statement);
  }

  // Leases

  private Answer acquire(Transaction t, Tuple p) {
    var lease = p.getString(0);
    var holder = p.getString(1);
    var held = t.lock(leases, lease);
    var now = world.nanos();
    if (held != null && !held.holder().equals(holder) && held.expiresAt() >= now) {
      return Answer.of("epoch");
    }
    var epoch = held == null ? 1 : held.holder().equals(holder) ? held.epoch() : held.epoch() + 1;
    t.put(leases, lease, new Lease(holder, epoch, now + p.getInteger(2) * 1_000_000L));
    return Answer.of("epoch").row(epoch);
  }

  private Answer release(Transaction t, Tuple p) {
    var held = t.lock(leases, p.getString(0));
    if (held == null || !held.holder().equals(p.getString(1))) {
      return Answer.changed(0);
    }
    t.put(leases, p.getString(0), new Lease(held.holder(), held.epoch(), Long.MIN_VALUE));
    return Answer.changed(1);
  }

  // Outbox

  private Answer read(Transaction t, Tuple p) {
    var answer = Answer.of("id", "aggregate_id", "version", "type", "data", "metadata", "at");
    var ids =
        t.all(outbox).keySet().stream()
            .filter(id -> !is(Mutant.RELAY_WALKS_A_CURSOR) || id > cursor)
            .sorted()
            .toList();
    var before = 0;
    for (var id : ids) {
      if (before >= p.getInteger(0)) {
        break;
      }
      var batch = t.read(outbox, id);
      before += batch.versions().size();
      for (var place = 0; place < batch.ids().size(); place++) {
        var key = new EventKey(batch.ids().get(place), batch.versions().get(place));
        var event = t.read(events, key);
        answer.row(
            id, key.id(), key.version(), event.type(), event.data(), event.metadata(), event.at());
      }
      cursor = Math.max(cursor, id);
      if (is(Mutant.RELAY_FORGETS_FIRST)) {
        outbox.rows.remove(id);
      }
    }
    return answer;
  }

  private Answer countOutbox(Transaction t, Tuple p) {
    return Answer.of("events")
        .row(
            t.all(outbox).values().stream()
                .limit(p.getLong(0))
                .mapToLong(batch -> batch.versions().size())
                .sum());
  }

  private Answer forget(Transaction t, Tuple p) {
    var held = t.read(leases, p.getString(1));
    if (is(Mutant.RELAY_FORGETS_FIRST)) {
      return Answer.changed(((Long[]) p.getValue(0)).length);
    }
    if (held == null || !held.holder().equals(p.getString(2)) || held.epoch() != p.getLong(3)) {
      return Answer.changed(0);
    }
    var count = 0;
    for (var id : (Long[]) p.getValue(0)) {
      if (t.lock(outbox, id) != null) {
        t.put(outbox, id, null);
        count++;
      }
    }
    return Answer.changed(count);
  }

  // Positions

  private Answer beginPositions(Transaction t, Tuple p) {
    var count = 0;
    for (var number : (Integer[]) p.getValue(2)) {
      if (t.insertIfAbsent(
          positions, new PositionKey(p.getString(0), p.getString(1), number), 0L)) {
        count++;
      }
    }
    return Answer.changed(count);
  }

  private Answer loadPositions(Transaction t, Tuple p) {
    var answer = Answer.of("partition", "next_offset");
    t.all(positions)
        .forEach(
            (key, offset) -> {
              if (key.consumer().equals(p.getString(0)) && key.topic().equals(p.getString(1))) {
                answer.row(key.partition(), offset);
              }
            });
    return answer;
  }

  private Answer move(Transaction t, Tuple p) {
    var numbers = (Integer[]) p.getValue(2);
    var expected = (Long[]) p.getValue(3);
    var next = (Long[]) p.getValue(4);
    var count = 0;
    for (var i = 0; i < numbers.length; i++) {
      var key = new PositionKey(p.getString(0), p.getString(1), numbers[i]);
      var now = t.lock(positions, key);
      if (now != null && (now.equals(expected[i]) || is(Mutant.NO_COMPARE_AND_SET))) {
        if (next[i] < now) {
          world.strange(key + " went back from " + now + " to " + next[i]);
        }
        t.put(positions, key, next[i]);
        if (is(Mutant.POSITION_BEFORE_EFFECT)) {
          positions.rows.put(key, next[i]);
        }
        count++;
      }
    }
    return Answer.changed(count);
  }

  // Dead letters

  private Answer park(Transaction t, Tuple p) {
    var key = new LetterKey(p.getString(0), p.getString(1), p.getInteger(2), p.getLong(3));
    return Answer.changed(
        t.insertIfAbsent(letters, key, new Letter(p.getString(4), p.getString(9))) ? 1 : 0);
  }

  private Answer parked(Transaction t, Tuple p) {
    var answer = Answer.of("aggregate_id");
    var ids = new LinkedHashSet<String>();
    t.all(letters)
        .forEach(
            (key, letter) -> {
              if (key.consumer().equals(p.getString(0))) {
                ids.add(letter.aggregateId());
              }
            });
    ids.forEach(answer::row);
    return answer;
  }

  // Keyed commands

  Answer advisoryLock(Transaction t, Tuple p) {
    return Answer.of("locked").row(t.tryLock(advisory, (long) p.getString(0).hashCode()));
  }

  private Answer keep(Transaction t, Tuple p) {
    t.insert(
        idempotency,
        new CommandKey(p.getString(0), p.getString(1), p.getString(2)),
        new Kept(p.getString(3), p.getString(4), p.getString(5)));
    return Answer.changed(1);
  }

  private Answer find(Transaction t, Tuple p) {
    var answer = Answer.of("fingerprint", "reply_type", "reply");
    var kept = t.read(idempotency, new CommandKey(p.getString(0), p.getString(1), p.getString(2)));
    return kept == null ? answer : answer.row(kept.fingerprint(), kept.type(), kept.reply());
  }

  // Event store

  private Answer append(Transaction t, Tuple p) {
    var ids = texts(p, 0);
    var expected = (Integer[]) p.getValue(1);
    var versions = (Integer[]) p.getValue(2);
    var at = p.getOffsetDateTime(10);
    var changed = new TreeMap<String, Boolean>();
    for (var place : sorted(ids)) {
      var id = ids[place];
      var after = new Head(id, versions[place], text(p, 3, place), text(p, 4, place), at);
      if (expected[place] == 0) {
        if (t.insertIfAbsent(heads, id, after)) {
          changed.put(id, true);
        }
        continue;
      }
      // Who has moved on already is not locked, as PostgreSQL looks before it waits.
      var seen = t.read(heads, id);
      if (seen != null && (seen.version() == expected[place] || is(Mutant.NO_VERSION_CHECK))) {
        var now = t.lock(heads, id);
        if (now.version() == expected[place] || is(Mutant.NO_VERSION_CHECK)) {
          t.put(heads, id, after);
          changed.put(id, true);
        }
      } else if (changed.containsKey(id)) {
        // The same one twice in a batch: the events collide below.
        changed.put(id, true);
      }
    }
    storeEvents(t, changed.keySet(), p, 5, at);
    var answer = Answer.of("aggregate_id");
    changed.keySet().forEach(answer::row);
    return answer;
  }

  /** Inserts the events of those that changed, and one outbox row for all of them. */
  final void storeEvents(
      Transaction t, Set<String> changed, Tuple p, int first, OffsetDateTime at) {
    var ids = texts(p, first);
    var versions = (Integer[]) p.getValue(first + 1);
    var keys = new ArrayList<EventKey>();
    for (var place = 0; place < ids.length; place++) {
      if (changed.contains(ids[place])) {
        var key = new EventKey(ids[place], versions[place]);
        storeEvent(
            t,
            key,
            new Event(
                text(p, first + 2, place),
                text(p, first + 3, place),
                text(p, first + 4, place),
                at));
        keys.add(key);
      }
    }
    queue(t, keys);
  }

  final void storeEvent(Transaction t, EventKey key, Event event) {
    if (is(Mutant.NO_VERSION_CHECK)) {
      t.put(events, key, event);
    } else {
      t.insert(events, key, event);
    }
  }

  final void queue(Transaction t, List<EventKey> keys) {
    if (!keys.isEmpty()) {
      keys.sort(Comparator.comparing(EventKey::id).thenComparing(EventKey::version));
      t.insert(
          outbox,
          ++outboxId,
          new Batch(
              keys.stream().map(EventKey::id).toList(),
              keys.stream().map(EventKey::version).toList()));
    }
  }

  private Answer load(Transaction t, Tuple p) {
    var answer = Answer.of("aggregate_id", "version", "state");
    for (var id : distinct(texts(p, 0))) {
      var head = t.read(heads, id);
      if (head != null) {
        answer.row(id, head.version(), head.state());
      }
    }
    return answer;
  }

  private Answer lockHeads(Transaction t, Tuple p) {
    var answer = Answer.of("aggregate_id", "version", "state");
    for (var id : distinct(texts(p, 0))) {
      if (t.read(heads, id) != null) {
        var head = t.lock(heads, id);
        answer.row(id, head.version(), head.state());
      }
    }
    return answer;
  }

  // Parameters

  /** An array of anything as text. */
  static String[] texts(Tuple p, int index) {
    return Arrays.stream((Object[]) p.getValue(index))
        .map(one -> one == null ? null : one.toString())
        .toArray(String[]::new);
  }

  static String text(Tuple p, int index, int place) {
    var value = ((Object[]) p.getValue(index))[place];
    return value == null ? null : value.toString();
  }

  /** The places of an array in the order of their texts. */
  static List<Integer> sorted(String[] texts) {
    var places = new ArrayList<Integer>();
    for (var place = 0; place < texts.length; place++) {
      places.add(place);
    }
    places.sort(Comparator.comparing(place -> texts[place]));
    return places;
  }

  static List<String> distinct(String[] texts) {
    return Arrays.stream(texts).distinct().sorted().toList();
  }

  static PgException failure(String state, String message) {
    return Server.failure(state, message);
  }

  /** An id as its column has it. */
  final Object id(String text) {
    return uuids ? java.util.UUID.fromString(text) : text;
  }

  static OffsetDateTime utc(OffsetDateTime at) {
    return at.withOffsetSameInstant(ZoneOffset.UTC);
  }
}
