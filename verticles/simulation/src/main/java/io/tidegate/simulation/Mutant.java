package io.tidegate.simulation;

/** What could be wrong, and what the simulation must catch: each is one mistake of its own. */
public enum Mutant {
  /** The server answers a statement before it is committed, and a crash takes it back. */
  ANSWER_BEFORE_COMMIT,
  /** The key of an order is not looked at. */
  NO_DEDUPLICATION,
  /** An order's first outcome in inventory is not kept: each repeat reserves anew. */
  RESERVE_TWICE,
  /** Nobody looks whether there is enough. */
  NO_FLOOR,
  /** The relay reads on behind the last row that it saw, instead of what is there. */
  RELAY_WALKS_A_CURSOR,
  /** The relay deletes what it read before it is published. */
  RELAY_FORGETS_FIRST,
  /** A position moves wherever it was. */
  NO_COMPARE_AND_SET,
  /** A position moves although its effect is rolled back. */
  POSITION_BEFORE_EFFECT,
  /** An order changes whatever version was decided on. */
  NO_VERSION_CHECK,
  /** Nobody finishes what a crash left. */
  NO_SWEEP
}
