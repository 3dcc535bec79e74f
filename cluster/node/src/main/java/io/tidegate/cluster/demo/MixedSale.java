package io.tidegate.cluster.demo;

import io.tidegate.cluster.demo.Exchange.Reply;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.order.OrderApi.CartLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/** An ordinary day: many customers, many products, some of them more wanted than others. */
final class MixedSale {

  private static final int PRODUCTS = 200;
  private static final int AT_ONCE = 96;
  private static final double EXPONENT = 0.9;
  private static final int LINES_MAX = 3;
  private static final int QUANTITY_MAX = 3;
  private static final double REPEATED = 0.05;
  private static final double CANCELLED = 0.02;
  private static final Duration RESTOCK_PERIOD = Duration.ofSeconds(2);
  private static final int LOW = 20;
  private static final int RESTOCK = 500;

  /** So many of the most wanted are restocked; the others have enough for a day. */
  private static final int WATCHED = 20;

  private final ShopClient shop;
  private final Counter counter;
  private final Tally tally;
  private final Shelf shelf;
  private final Dispatch dispatch;
  private final List<Product> products;
  private final List<Shopper> shoppers;
  private final Zipf choice = new Zipf(PRODUCTS, EXPONENT);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;

  MixedSale(
      ShopClient shop,
      Counter counter,
      Tally tally,
      Shelf shelf,
      Dispatch dispatch,
      List<Product> products,
      List<Shopper> shoppers) {
    this.shop = shop;
    this.counter = counter;
    this.tally = tally;
    this.shelf = shelf;
    this.dispatch = dispatch;
    this.products = products.subList(0, PRODUCTS);
    this.shoppers = shoppers;
  }

  List<String> skus() {
    return products.stream().map(Product::sku).toList();
  }

  /**
   * Sells until the calling thread is interrupted, and finishes what is under way then; an
   * interrupt more ends that, too.
   */
  void run() throws InterruptedException {
    var clerk = Thread.ofVirtual().name("clerk").start(this::restockAndDispatch);
    // On threads of its own, as the interrupt must not cut off an answer that is on its way.
    var _ = Thread.ofPlatform().daemon().name("mixed sale").start(this::sell);
    try {
      ended.await();
    } catch (InterruptedException _) {
      closing = true;
    }
    ended.await();
    clerk.interrupt();
    clerk.join();
  }

  private void sell() {
    try {
      InParallel.run(AT_ONCE, AT_ONCE, this::keepBuying);
      counter.awaitDecisions();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void keepBuying(int number) throws InterruptedException {
    while (!closing) {
      try {
        buy(ThreadLocalRandom.current());
      } catch (DemoException cause) {
        tally.unexpected(cause.getMessage());
      }
    }
  }

  private void buy(ThreadLocalRandom random) throws InterruptedException {
    var channel = Catalogue.CHANNELS.get(random.nextInt(Catalogue.CHANNELS.size()));
    var lines = cart(random);
    var attempt =
        Counter.attempt(
            random.nextInt(shop.nodes()),
            shoppers.get(random.nextInt(shoppers.size())),
            channel,
            lines,
            "CARD");
    var exchange = counter.order(attempt);
    if (random.nextDouble() < REPEATED) {
      counter.repeat(attempt);
    }
    if (exchange instanceof Reply reply
        && reply.status() == 201
        && random.nextDouble() < CANCELLED) {
      cancel(attempt, reply.orderId());
    }
  }

  private List<CartLine> cart(ThreadLocalRandom random) {
    var chosen = new LinkedHashSet<Integer>();
    var size = 1 + random.nextInt(LINES_MAX);
    while (chosen.size() < size) {
      chosen.add(choice.choose(random.nextDouble()));
    }
    var lines = new ArrayList<CartLine>();
    for (var product : chosen) {
      lines.add(
          new CartLine(Sku.of(products.get(product).sku()), 1 + random.nextInt(QUANTITY_MAX)));
    }
    return lines;
  }

  private void cancel(Attempt attempt, String orderId) throws InterruptedException {
    var call =
        Call.post("/api/orders/" + orderId + "/cancel", null)
            .as(attempt.shopper().login().bearer())
            .once();
    var reply = shop.ask(attempt.node() + 1, call);
    // The clerk may have been faster.
    if (!reply.problem().equals("order-not-cancellable")) {
      reply.expect(200, call);
    }
  }

  private void restockAndDispatch() {
    try {
      while (!shop.closesWithin(RESTOCK_PERIOD)) {
        try {
          restock();
          dispatch.batch();
        } catch (DemoException cause) {
          tally.unexpected(cause.getMessage());
        }
      }
    } catch (InterruptedException _) {
      // The day is over.
    }
  }

  private void restock() throws InterruptedException {
    for (var product : products.subList(0, WATCHED)) {
      if (shelf.available(product.sku()) < LOW) {
        shelf.receive(product.sku(), RESTOCK, "demo restock");
      }
    }
  }
}
