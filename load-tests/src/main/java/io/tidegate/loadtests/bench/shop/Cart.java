package io.tidegate.loadtests.bench.shop;

/** What the next order is for. Called on the generator's event loop alone. */
@FunctionalInterface
public interface Cart {

  /** Fills in the numbers of distinct articles, as many as the array holds. */
  void fill(int[] articles);
}
