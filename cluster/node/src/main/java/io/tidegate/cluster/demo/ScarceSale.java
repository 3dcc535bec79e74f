package io.tidegate.cluster.demo;

import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.util.List;

/** Everybody wants the same thing at once, and there is not enough of it. */
final class ScarceSale {

  static final int PIECES = 500;
  static final int ATTEMPTS = 5_000;
  static final int AT_ONCE = 300;

  /** One attempt in so many is sent twice under its key: 5 %. */
  private static final int REPEATED_EVERY = 20;

  private final Counter counter;
  private final Product product;
  private final List<Shopper> shoppers;

  ScarceSale(Counter counter, Product product, List<Shopper> shoppers) {
    this.counter = counter;
    this.product = product;
    this.shoppers = shoppers;
  }

  /** Returns when every attempt was answered or given up, and no order is pending. */
  void run() throws InterruptedException {
    InParallel.run(ATTEMPTS, AT_ONCE, this::attempt);
    counter.awaitDecisions();
  }

  private void attempt(int number) throws InterruptedException {
    var channel = Catalogue.CHANNELS.get(number % Catalogue.CHANNELS.size());
    var attempt =
        Counter.attempt(
            number,
            shoppers.get(number % shoppers.size()),
            channel,
            List.of(new CartLine(Sku.of(product.sku()), 1)),
            product.paymentMethod(channel));
    switch (number % (2 * REPEATED_EVERY)) {
      case 0 -> {
        counter.order(attempt);
        counter.repeat(attempt);
      }
      // An impatient one: the repeat is on its way before the answer is.
      case REPEATED_EVERY -> InParallel.run(2, 2, which -> either(which, attempt));
      default -> counter.order(attempt);
    }
  }

  private void either(int which, Attempt attempt) throws InterruptedException {
    if (which == 0) {
      counter.order(attempt);
    } else {
      counter.repeat(attempt);
    }
  }
}
