package io.tidegate.simulation.store;

import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transaction of the model: read committed, with row locks that are held to its end. What it
 * writes is its own until then. Locking waits; so a statement may be begun several times, and keeps
 * the locks that it has got.
 */
final class Transaction {

  private final Map<Table<?, ?>, Map<Object, Object>> written = new LinkedHashMap<>();
  private final List<Runnable> unlock = new ArrayList<>();
  private final List<Runnable> ended = new ArrayList<>();
  private final List<Runnable> undo = new ArrayList<>();
  private boolean over;
  Transaction waitsFor;

  /** Somebody else holds the lock. */
  static final class Blocked extends RuntimeException {
    final Transaction holder;

    Blocked(Transaction holder) {
      super(null, null, false, false);
      this.holder = holder;
    }
  }

  @SuppressWarnings("unchecked")
  private <K, V> Map<K, V> own(Table<K, V> table) {
    return (Map<K, V>) written.get(table);
  }

  /** A row as this transaction sees it, or null. */
  <K, V> V read(Table<K, V> table, K key) {
    var own = own(table);
    return own != null && own.containsKey(key) ? own.get(key) : table.rows.get(key);
  }

  /** All rows as this transaction sees them, as they were inserted. */
  <K, V> Map<K, V> all(Table<K, V> table) {
    var own = own(table);
    if (own == null) {
      return table.rows;
    }
    var all = new LinkedHashMap<>(table.rows);
    own.forEach(
        (key, row) -> {
          if (row == null) {
            all.remove(key);
          } else {
            all.put(key, row);
          }
        });
    return all;
  }

  /** Locks a key, and returns its row as it is now. */
  <K, V> V lock(Table<K, V> table, K key) {
    if (!tryLock(table, key)) {
      throw new Blocked(table.locks.get(key));
    }
    return read(table, key);
  }

  <K, V> boolean tryLock(Table<K, V> table, K key) {
    var holder = table.locks.get(key);
    if (holder == null) {
      table.locks.put(key, this);
      unlock.add(() -> table.locks.remove(key));
    }
    return holder == null || holder == this;
  }

  <K, V> void put(Table<K, V> table, K key, V row) {
    lock(table, key);
    @SuppressWarnings("unchecked")
    var own = (Map<K, V>) written.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    var had = own.containsKey(key);
    var before = own.get(key);
    undo.add(
        () -> {
          if (had) {
            own.put(key, before);
          } else {
            own.remove(key);
          }
        });
    own.put(key, row);
  }

  /** False where there is such a row already. */
  <K, V> boolean insertIfAbsent(Table<K, V> table, K key, V row) {
    if (lock(table, key) != null) {
      return false;
    }
    put(table, key, row);
    return true;
  }

  <K, V> void insert(Table<K, V> table, K key, V row) {
    if (!insertIfAbsent(table, key, row)) {
      throw new PgException(table + " has " + key + " already", "ERROR", "23505", null);
    }
  }

  /** Undoes what was written since the last statement was kept. */
  void undoStatement() {
    for (var step : undo.reversed()) {
      step.run();
    }
    undo.clear();
  }

  void keepStatement() {
    undo.clear();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  void commit() {
    written.forEach(
        (table, rows) ->
            rows.forEach(
                (key, row) -> {
                  if (row == null) {
                    table.rows.remove(key);
                  } else {
                    ((Map) table.rows).put(key, row);
                  }
                }));
    end();
  }

  void rollback() {
    end();
  }

  private void end() {
    if (!over) {
      over = true;
      unlock.forEach(Runnable::run);
      var listeners = List.copyOf(ended);
      ended.clear();
      listeners.forEach(Runnable::run);
    }
  }

  boolean isOver() {
    return over;
  }

  /** Calls back when it has ended, whatever its end. */
  void onEnd(Runnable listener) {
    ended.add(listener);
  }

  /** Whether to wait for that one would be to wait for oneself. */
  boolean wouldDeadlock(Transaction holder) {
    for (var one = holder; one != null; one = one.waitsFor) {
      if (one == this) {
        return true;
      }
    }
    return false;
  }
}
