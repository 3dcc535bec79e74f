package io.tidegate.cluster.demo;

/**
 * Chooses as shoppers do: the k-th of n things with a probability that falls with k to the power of
 * an exponent (Zipf's law).
 */
final class Zipf {

  private final double[] upTo;

  Zipf(int things, double exponent) {
    upTo = new double[things];
    var sum = 0.0;
    for (var thing = 0; thing < things; thing++) {
      sum += 1 / Math.pow(thing + 1, exponent);
      upTo[thing] = sum;
    }
    for (var thing = 0; thing < things; thing++) {
      upTo[thing] /= sum;
    }
  }

  /**
   * The number of the thing, from 0.
   *
   * @param chance from 0 to 1, without 1
   */
  int choose(double chance) {
    var place = java.util.Arrays.binarySearch(upTo, chance);
    // A chance that is just the upper end of one thing is the lower end of the next.
    return Math.min(place >= 0 ? place + 1 : -place - 1, upTo.length - 1);
  }
}
