package io.tidegate.loadtests.gatling;

import java.util.Comparator;
import java.util.List;

/** Replays the movements of a SKU, which must give its stock level and never go below zero. */
final class Ledger {

  /** A movement as the contract shows it; {@code quantity} is positive, the kind gives the sign. */
  record Movement(int version, int position, String kind, long quantity) {}

  /**
   * What the movements add up to.
   *
   * @param sold pieces that customers have or will get
   * @param beyond how far below zero a level ever was
   */
  record Level(long onHand, long reserved, long sold, long beyond) {

    private Level plus(long toHand, long toReserved, long toSold) {
      var hand = onHand + toHand;
      var held = reserved + toReserved;
      var below = Math.max(held - hand, -Math.min(hand, held));
      return new Level(hand, held, sold + toSold, Math.max(beyond, below));
    }
  }

  private Ledger() {}

  /** Adds up in the ledger's order, whatever order they come in. */
  static Level replay(List<Movement> movements) {
    var ordered =
        movements.stream()
            .sorted(Comparator.comparingInt(Movement::version).thenComparingInt(Movement::position))
            .toList();
    var level = new Level(0, 0, 0, 0);
    for (var movement : ordered) {
      var pieces = movement.quantity();
      level =
          switch (movement.kind()) {
            case "RECEIPT" -> level.plus(pieces, 0, 0);
            case "RESERVATION" -> level.plus(0, pieces, pieces);
            case "RELEASE" -> level.plus(0, -pieces, -pieces);
            case "ISSUE" -> level.plus(-pieces, -pieces, 0);
            default -> throw new LoadException("There is no movement of kind " + movement.kind());
          };
    }
    return level;
  }
}
