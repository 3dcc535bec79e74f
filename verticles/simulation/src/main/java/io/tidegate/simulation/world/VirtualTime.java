package io.tidegate.simulation.world;

import io.tidegate.platform.guard.MonotonicClock;

/** The clock of the world that this thread simulates; the JVM's on any other thread. */
public final class VirtualTime implements MonotonicClock.Source {

  @Override
  public long getAsLong() {
    var world = World.current();
    return world == null ? System.nanoTime() : world.nanos();
  }
}
