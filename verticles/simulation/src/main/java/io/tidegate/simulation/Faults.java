package io.tidegate.simulation;

import io.tidegate.simulation.world.World;

/** How unkind a seed's world is, until it is healed. */
public final class Faults {

  private final World world;
  private final double statements;
  private final double messages;
  private final double publications;
  private boolean healed;

  Faults(World world) {
    this.world = world;
    // Some worlds are calm, most are not, and each in its own way.
    this.statements = degree(0.04);
    this.messages = degree(0.15);
    this.publications = degree(0.2);
  }

  private double degree(double most) {
    return world.chance(0.25) ? 0 : world.random().nextDouble() * most;
  }

  /** What becomes of a statement, or of its answer. */
  public enum Fate {
    FINE,
    SLOW_THERE,
    SLOW_BACK,
    LOST_THERE,
    LOST_BACK,
    SILENT_THERE,
    SILENT_BACK,
    REFUSED
  }

  /** What becomes of a message. */
  public enum Trip {
    FINE,
    LOST,
    LATE,
    TWICE
  }

  void heal() {
    healed = true;
  }

  public boolean areOver() {
    return healed;
  }

  public Fate statement() {
    if (healed || !world.chance(statements)) {
      return Fate.FINE;
    }
    return switch (world.random().nextInt(12)) {
      case 0, 1 -> Fate.SLOW_THERE;
      case 2, 3 -> Fate.SLOW_BACK;
      case 4, 5 -> Fate.LOST_THERE;
      case 6, 7, 8 -> Fate.LOST_BACK;
      case 9 -> Fate.SILENT_THERE;
      case 10 -> Fate.SILENT_BACK;
      default -> Fate.REFUSED;
    };
  }

  public Trip message() {
    if (healed || !world.chance(messages)) {
      return Trip.FINE;
    }
    return switch (world.random().nextInt(3)) {
      case 0 -> Trip.LOST;
      case 1 -> Trip.LATE;
      default -> Trip.TWICE;
    };
  }

  /** What becomes of a call to the broker. */
  public Fate publication() {
    if (healed || !world.chance(publications)) {
      return Fate.FINE;
    }
    return switch (world.random().nextInt(6)) {
      case 0 -> Fate.SLOW_THERE;
      case 1 -> Fate.SLOW_BACK;
      case 2, 3 -> Fate.LOST_THERE;
      case 4 -> Fate.LOST_BACK;
      default -> Fate.REFUSED;
    };
  }
}
