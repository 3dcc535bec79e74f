package io.tidegate.cluster.demo;

import java.time.Duration;

/** Looks now and then how much is left, for the live line. */
final class StockWatch implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(250);

  /** A look, which may wait. */
  @FunctionalInterface
  interface Look {
    int left() throws InterruptedException;
  }

  private final Look look;
  private final Thread thread;
  private volatile int left;

  StockWatch(ShopClient shop, Look look) throws InterruptedException {
    this.look = look;
    lookNow();
    thread = Thread.ofVirtual().name("stock watch").start(() -> watch(shop));
  }

  void lookNow() throws InterruptedException {
    left = look.left();
  }

  int left() {
    return left;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch(ShopClient shop) {
    try {
      while (!shop.closesWithin(PERIOD)) {
        lookNow();
      }
    } catch (InterruptedException _) {
      // The sale is over.
    } catch (DemoException _) {
      // The shop does not answer: the sale itself will say so, with more to tell than this look.
    }
  }
}
