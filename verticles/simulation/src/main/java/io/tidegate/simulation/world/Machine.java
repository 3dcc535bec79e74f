package io.tidegate.simulation.world;

import java.util.ArrayList;
import java.util.List;

/** Where loops run: it can stand still for a while, or for ever. */
public final class Machine {

  private final String name;
  private final List<Runnable> deathListeners = new ArrayList<>();
  private boolean dead;
  private long pausedUntil;

  public Machine(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public boolean isDead() {
    return dead;
  }

  /** Nothing runs on it any more, not even what was about to. */
  public void kill() {
    dead = true;
    deathListeners.forEach(Runnable::run);
    deathListeners.clear();
  }

  public void onDeath(Runnable listener) {
    deathListeners.add(listener);
  }

  /** Nothing runs on it until then, and everything afterwards. */
  public void pauseUntil(long nanos) {
    pausedUntil = Math.max(pausedUntil, nanos);
  }

  long pausedUntil() {
    return pausedUntil;
  }

  @Override
  public String toString() {
    return name;
  }
}
