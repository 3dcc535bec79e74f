package io.tidegate.cluster.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidegate.cluster.rebuild.Projection;
import io.tidegate.cluster.rebuild.Rebuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Read models made anew are what they were, in a shop that runs. */
@OnSmallShop
@Timeout(120)
final class RebuildTest {

  private final SmallShop shop;

  RebuildTest(SmallShop shop) {
    this.shop = shop;
  }

  @Test
  void makesTheSalesHistoryAnew() {
    assertSame(
        Projection.SALES,
        "SELECT json_agg(sale_line ORDER BY order_id, sku) FROM \"order\".sale_line",
        """
        DELETE FROM "order".sale_line
         WHERE order_id = (SELECT min(order_id::text)::uuid FROM "order".sale_line);
        INSERT INTO "order".sale_line VALUES ('STRANGER', gen_random_uuid())
        """);
  }

  @Test
  void makesTheCopyOfTheOffersAnew() {
    assertSame(
        Projection.OFFERS,
        "SELECT json_agg(offer ORDER BY sku, channel) FROM \"order\".offer",
        """
        DELETE FROM "order".offer WHERE channel = 'WEB';
        INSERT INTO "order".offer VALUES ('WEB', 'STRANGER', 7, '{}')
        """);
  }

  @Test
  void makesTheAvailabilityAnew() {
    assertSame(
        Projection.AVAILABILITY,
        "SELECT json_agg(availability ORDER BY sku) FROM catalog.availability",
        "UPDATE catalog.availability SET available = 777, version = 99");
  }

  private void assertSame(Projection projection, String content, String damage) {
    var before = shop.database.text(content);
    shop.database.execute(damage);
    assertNotEquals(before, shop.database.text(content));

    new Rebuild(shop.node.vertx(), shop.node.platform().conf()).run(projection);

    assertEquals(before, shop.database.text(content));
  }
}
