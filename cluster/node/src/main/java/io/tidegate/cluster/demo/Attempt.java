package io.tidegate.cluster.demo;

import io.tidegate.contracts.order.OrderApi.CartLine;
import java.util.List;

/**
 * Somebody tries to buy something.
 *
 * @param node where it is sent first
 * @param call the order, under its key
 */
record Attempt(int node, Shopper shopper, List<CartLine> lines, Call call) {}
