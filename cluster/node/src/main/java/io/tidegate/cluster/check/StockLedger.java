package io.tidegate.cluster.check;

import java.util.Comparator;
import java.util.List;

/** Replays the movements of a SKU as the API shows them, which must give its stock level. */
public final class StockLedger {

  /** A movement as the contract shows it; {@code quantity} is positive, the kind gives the sign. */
  public record Movement(int version, int position, String kind, long quantity) {}

  /**
   * What the movements add up to.
   *
   * @param issued pieces that left
   * @param beyond how far below zero a level ever was: pieces that were sold but not there
   */
  public record Sum(long received, long onHand, long reserved, long issued, long beyond) {

    static final Sum ZERO = new Sum(0, 0, 0, 0, 0);

    /** Pieces that customers have or will get. */
    public long sold() {
      return reserved + issued;
    }

    private Sum plus(Movement movement) {
      var quantity = movement.quantity();
      return switch (movement.kind()) {
        case "RECEIPT" -> sum(received + quantity, onHand + quantity, reserved, issued);
        case "RESERVATION" -> sum(received, onHand, reserved + quantity, issued);
        case "RELEASE" -> sum(received, onHand, reserved - quantity, issued);
        case "ISSUE" -> sum(received, onHand - quantity, reserved - quantity, issued + quantity);
        default -> throw new CheckException("There is no movement of kind " + movement.kind());
      };
    }

    private Sum sum(long received, long onHand, long reserved, long issued) {
      var below = Math.max(-Math.min(onHand, reserved), reserved - onHand);
      return new Sum(received, onHand, reserved, issued, Math.max(beyond, below));
    }
  }

  private StockLedger() {}

  /** Adds up in the ledger's order, whatever order they come in. */
  public static Sum replay(List<Movement> movements) {
    var ordered =
        movements.stream()
            .sorted(Comparator.comparingInt(Movement::version).thenComparingInt(Movement::position))
            .toList();
    var sum = Sum.ZERO;
    for (var movement : ordered) {
      sum = sum.plus(movement);
    }
    return sum;
  }
}
