package io.tidegate.cluster.check;

import io.tidegate.contracts.Money;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.util.List;

/** Reads orders through a gateway, each as the customer whose it is. */
public interface OrderReader {

  /** What {@code GET /api/orders/{orderId}} says to that customer in the end. Any thread. */
  Seen read(String customerId, String orderId) throws InterruptedException;

  /**
   * An answer, as its own caller got it.
   *
   * @param httpStatus 200, or why there is no order
   * @param order null where there is none
   */
  record Seen(int httpStatus, SeenOrder order) {}

  /** The parts of an order that nobody may change behind a customer's back. */
  record SeenOrder(String orderId, String status, List<CartLine> lines, Money total) {

    public SeenOrder {
      lines = lines == null ? List.of() : List.copyOf(lines);
    }
  }
}
