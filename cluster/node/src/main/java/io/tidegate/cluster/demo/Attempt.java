package io.tidegate.cluster.demo;

/**
 * Somebody tries to buy something.
 *
 * @param node where it is sent first
 * @param call the order, under its key
 */
record Attempt(int node, Shopper shopper, Call call) {

  /**
   * What the shop said to an attempt, or to its repeat.
   *
   * @param orderId null where it was refused without an order
   */
  record Answer(Attempt attempt, int status, String orderId) {}
}
