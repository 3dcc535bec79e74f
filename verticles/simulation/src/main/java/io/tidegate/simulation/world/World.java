package io.tidegate.simulation.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What happens, one thing after the other, as a seed decides: a queue of events in virtual time,
 * and the loops that take their turns in it. Belongs to one thread, which it makes its own.
 */
public final class World {

  private static final ThreadLocal<World> CURRENT = new ThreadLocal<>();
  private static final Instant BEGINNING = Instant.parse("2026-11-21T00:00:00Z");

  private final RandomGenerator random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> strangeThings = new ArrayList<>();
  private final Consumer<String> listener;
  private long nanos;
  private long drawn;
  private long hash = 1;
  private long steps;
  private volatile RuntimeException stray;
  private volatile boolean ended;
  private Loop running;
  private Machine building;

  private World(long seed, Consumer<String> listener) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.listener = listener;
  }

  private record Event(long at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /**
   * A new world, from now on this thread's.
   *
   * @param listener hears what is noted, or null
   */
  public static World begin(long seed, Consumer<String> listener) {
    var world = new World(seed, listener);
    CURRENT.set(world);
    return world;
  }

  /** This thread's world, or null. */
  public static World current() {
    return CURRENT.get();
  }

  /** Ends it: whatever still comes is dropped. */
  public void end() {
    ended = true;
    events.clear();
    if (CURRENT.get() == this) {
      CURRENT.remove();
    }
  }

  public RandomGenerator random() {
    return random;
  }

  /** Whether something of this probability happens now. */
  public boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A time between two, in nanoseconds; short ones are more likely. */
  public long between(Duration least, Duration most) {
    var share = random.nextDouble();
    return least.toNanos() + (long) ((most.toNanos() - least.toNanos()) * share * share);
  }

  public long nanos() {
    return nanos;
  }

  public Instant instant() {
    return BEGINNING.plusNanos(nanos);
  }

  public InstantSource clock() {
    return this::instant;
  }

  /** Has something happen after so many nanoseconds. */
  public void after(long delay, Runnable what) {
    events.add(new Event(nanos + Math.max(0, delay), drawn++, what));
  }

  /** Goes on until it is so, or nothing happens any more, or the time is up; whether it is so. */
  public boolean runUntil(BooleanSupplier isSo, Duration atMost) {
    var until = nanos + atMost.toNanos();
    while (!isSo.getAsBoolean()) {
      var next = events.peek();
      if (next == null || next.at > until) {
        nanos = Math.max(nanos, until);
        return isSo.getAsBoolean();
      }
      events.poll();
      nanos = next.at;
      steps++;
      next.what.run();
    }
    return true;
  }

  /** Goes on for so long. */
  public void run(Duration time) {
    runUntil(() -> false, time);
  }

  /** Part of the trace, by which two runs are compared. */
  public void note(String what, Object about) {
    var text = String.valueOf(about);
    hash = (hash * 31 + what.hashCode()) * 31 + text.hashCode();
    hash = hash * 31 + Long.hashCode(nanos);
    if (listener != null) {
      listener.accept("%10.3f ms  %-22s %s".formatted(nanos / 1e6, what, text));
    }
  }

  /** Another thread wanted something of one of its loops. */
  void stray(Runnable task) {
    if (!ended) {
      stray = new IllegalStateException("a task from " + Thread.currentThread() + ": " + task);
    }
  }

  /** What must never happen, whatever the faults are. */
  public void strange(String what) {
    note("STRANGE", what);
    strangeThings.add(what);
  }

  public List<String> strangeThings() {
    if (stray != null) {
      strangeThings.add(stray.toString());
    }
    return strangeThings;
  }

  /** The trace in a number: equal runs have equal ones. */
  public long hash() {
    return hash * 31 + steps;
  }

  public long steps() {
    return steps;
  }

  /** A loop of the machine that runs now, or that is being built. */
  Loop newLoop() {
    return new Loop(this, running == null ? building : running.machine());
  }

  /** Builds something on a machine: the loops that it makes are the machine's. */
  public <T> T on(Machine machine, java.util.function.Supplier<T> build) {
    var before = building;
    building = machine;
    try {
      return build.get();
    } finally {
      building = before;
    }
  }

  /** The machine whose loop runs now; null for the world itself. */
  public Machine here() {
    return running == null ? null : running.machine();
  }

  void running(Loop loop) {
    running = loop;
  }

  boolean isRunning(Loop loop) {
    return running == loop && CURRENT.get() == this;
  }
}
