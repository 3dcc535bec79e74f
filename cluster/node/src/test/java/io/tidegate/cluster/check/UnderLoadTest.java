package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.contracts.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shop that is well is well at every moment, whatever is on its way then. */
@OnSmallShop
@Timeout(180)
final class UnderLoadTest {

  private static final int SHOPPERS = 4;
  private static final int LOOKS = 4;

  private final SmallShop shop;
  private final AtomicBoolean open = new AtomicBoolean(true);

  UnderLoadTest(SmallShop shop) {
    this.shop = shop;
  }

  @Test
  void findsNothingWrongWhileOrdersComeAndGo() throws Exception {
    shop.receive(SmallShop.TEA, 10_000);
    var ordered = 0;
    var shoppers = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newFixedThreadPool(SHOPPERS)) {
      for (var i = 0; i < SHOPPERS; i++) {
        shoppers.add(threads.submit(this::shop));
      }
      try {
        for (var look = 0; look < LOOKS; look++) {
          assertEquals(List.of(), broken());
        }
      } finally {
        open.set(false);
      }
      for (var shopper : shoppers) {
        ordered += shopper.get(60, TimeUnit.SECONDS);
      }
    }
    shop.awaitPeace();
    assertTrue(ordered > LOOKS * SHOPPERS, "only " + ordered + " orders came");
    assertEquals(List.of(), broken());
  }

  /** Orders on and on, cancels every third one, and sends parcels off now and then. */
  private int shop() {
    var customer = SmallShop.caller(Role.ROLE_USER);
    var orders = 0;
    while (open.get()) {
      var sku = orders % 2 == 0 ? SmallShop.TEA : SmallShop.MUG;
      var order = shop.place(customer, "order " + orders, sku, 1);
      if (orders % 3 == 0) {
        shop.cancel(customer, order.orderId());
      }
      if (orders % 5 == 0) {
        shop.dispatch("dispatch " + order.orderId(), 1);
      }
      orders++;
    }
    return orders;
  }

  private List<Verdict> broken() {
    return SmallShop.broken(shop.database, shop.kafka());
  }
}
